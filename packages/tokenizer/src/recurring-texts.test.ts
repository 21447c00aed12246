import { expect, test } from 'vitest';
import { RecurringTexts } from './recurring-texts.ts';

test('a text is encoded once, until others have come since', () => {
  const encoded: string[] = [];
  const texts = new RecurringTexts((text) => {
    encoded.push(text);
    return [text.length];
  }, 2);
  expect(['a', 'bb', 'a', 'ccc', 'a', 'bb'].map((text) => texts.idsOf(text)[0])).toEqual([1, 2, 1, 3, 1, 2]);
  // `bb` had gone when it came again; `a` had come in between.
  expect(encoded).toEqual(['a', 'bb', 'ccc', 'bb']);
});
