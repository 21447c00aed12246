import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  EMBEDDING_FILES,
  READERS,
  readPreparedEmbeddingModel,
  writeEmbeddingManifest,
} from './prepared-embedding-model.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'frontdesk-prepared-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const facts = {
  ...{ name: 'tiny', license: 'MIT', pooling: 'mean' as const, maxTokens: 64 },
  prefixes: { question: '', passage: '' },
};
const head = { kinds: ['ask'], weight: [[1], [2]], bias: [0, 0], similarity: [10, 10], maxTokens: 128 };

async function prepare(graph: string, reader?: { kind?: keyof typeof READERS; graph: string; head: string }) {
  writeFileSync(join(dir, EMBEDDING_FILES.graph), graph);
  writeFileSync(join(dir, EMBEDDING_FILES.tokenizer), '{}');
  const names = READERS[reader?.kind ?? 'messageReader'];
  if (reader) {
    writeFileSync(join(dir, names.graph), reader.graph);
    writeFileSync(join(dir, names.head), reader.head);
  }
  const beside = reader ? [names.graph, names.head] : [];
  await writeEmbeddingManifest(dir, [EMBEDDING_FILES.graph, EMBEDDING_FILES.tokenizer], facts, beside);
  return readPreparedEmbeddingModel(dir);
}

it.each([
  ['messageReader', 'message-reader.onnx'],
  ['judge', 'judge.onnx'],
] as const)('comes with its %s', async (kind, file) => {
  expect((await prepare('graph'))[kind]).toBeUndefined();
  const { [kind]: reader } = await prepare('graph', { kind, graph: 'other', head: JSON.stringify(head) });
  expect(reader).toEqual({ modelPath: join(dir, file), head });
});

it('has a hash that another reader leaves alone: stored vectors stay good', async () => {
  const { manifest } = await prepare('graph');
  const other = await prepare('graph', { graph: 'other', head: JSON.stringify(head) });
  expect(other.manifest.hash).toBe(manifest.hash);
  expect((await prepare('another')).manifest.hash).not.toBe(manifest.hash);
});

it.each(['{', '{"kinds":[]}'])('is not prepared with %s for a head', async (broken) => {
  await expect(prepare('graph', { graph: 'other', head: broken })).rejects.toMatchObject({
    code: 'not_prepared',
    message: expect.stringContaining('message-reader.json'),
  });
});
