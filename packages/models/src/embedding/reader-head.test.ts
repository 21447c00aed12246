import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEFAULT_EMBEDDING_MODEL } from '../fetch/model-source.ts';
import { encodeSafetensors } from '../testing/encode-safetensors.ts';
import { readReaderHead } from './reader-head.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'frontdesk-head-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const tensors = {
  'head.weight': { shape: [3, 2], values: [1, 2, 3, 4, 5, 6] },
  'head.bias': { shape: [3], values: [7, 8, 9] },
  similarity: { shape: [2], values: [10, 11] },
};

function read(content: typeof tensors, labels: string[]) {
  const bytes = encodeSafetensors(content, { labels: JSON.stringify(labels) });
  const path = join(dir, 'adapter');
  writeFileSync(path, bytes);
  return readReaderHead({ path, sha256: createHash('sha256').update(bytes).digest('hex') });
}

it('is read row by row', () => {
  expect(read(tensors, ['ask', 'thanks'])).toMatchObject({
    ...{ kinds: ['ask', 'thanks'], bias: [7, 8, 9], similarity: [10, 11] },
    weight: [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
  });
});

it('is refused where it does not fit its kinds, or lacks a part', () => {
  expect(() => read(tensors, ['ask'])).toThrow(/another shape/);
  const { similarity: _, ...rest } = tensors;
  expect(() => read(rest as typeof tensors, ['ask', 'thanks'])).toThrow(/no tensor similarity/);
});

it('of the default judge is there, reads pairs only, and says under which ids', () => {
  const { judge } = DEFAULT_EMBEDDING_MODEL;
  if (!judge) throw new Error('the default embedding model has no judge');
  const { kinds, weight, bias, ids } = readReaderHead(judge.adapter, judge.ids);
  expect(kinds).toEqual([]);
  expect([weight.length, weight[0]?.length, bias.length]).toEqual([1, 768, 1]);
  expect(ids).toEqual({ added: 4, begin: 0, end: 2 });
});

it('of the default embedding model is there, and knows questions', () => {
  const { messageReader } = DEFAULT_EMBEDDING_MODEL;
  if (!messageReader) throw new Error('the default embedding model has no reader of messages');
  const { kinds, weight } = readReaderHead(messageReader);
  const talk = ['anger', 'ask', 'capability', 'emergency', 'goodbye', 'greeting', 'honesty', 'injection', 'off-topic'];
  expect(kinds).toEqual([...talk, 'own-case', 'person', 'thanks', 'unclear']);
  expect(weight.every((row) => row.length === 384)).toBe(true);
});
