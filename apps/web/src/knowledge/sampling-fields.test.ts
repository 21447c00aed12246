import { samplingSettings } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { readTyped, typedSampling } from './sampling-fields.tsx';

test('what is stored is typed and read back as it was', () => {
  for (const sampling of [{}, { temperature: 0 }, { temperature: 0.7, topP: 0.9, maxTokens: 300 }]) {
    expect(readTyped(typedSampling(sampling))).toEqual(sampling);
  }
});

test('a comma is a point, and what is no number is for the schema to refuse', () => {
  expect(readTyped({ temperature: ' 0,5 ', topP: '', maxTokens: '' })).toEqual({ temperature: 0.5 });
  for (const wrong of ['warm', '2', '-1']) {
    expect(samplingSettings.safeParse(readTyped({ temperature: wrong, topP: '', maxTokens: '' })).success).toBe(false);
  }
  expect(samplingSettings.safeParse(readTyped({ temperature: '', topP: '', maxTokens: '100.5' })).success).toBe(false);
});
