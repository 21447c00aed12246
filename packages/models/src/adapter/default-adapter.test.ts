import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { DEFAULT_MODEL } from '../fetch/model-source.ts';
import { type AdapterFile, LowRankAdapter } from './low-rank-adapter.ts';

const adapter = DEFAULT_MODEL.adapter as AdapterFile;

test('the default model’s adapter is the one that adapter.json and the card name, and of its size', () => {
  const read = LowRankAdapter.read(adapter);
  expect(read.take(29, 'ffn_down', 576, 1536).a.some((value) => value !== 0)).toBe(true);
  expect(readFileSync(join(dirname(adapter.path), 'CARD.md'), 'utf8')).toContain(adapter.sha256);
});
