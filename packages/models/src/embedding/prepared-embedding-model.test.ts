import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EMBEDDING_FILES, readPreparedEmbeddingModel, writeEmbeddingManifest } from './prepared-embedding-model.ts';

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

async function prepare(graph: string, reranker?: { graph: string; head: string }) {
  writeFileSync(join(dir, EMBEDDING_FILES.graph), graph);
  writeFileSync(join(dir, EMBEDDING_FILES.tokenizer), '{}');
  if (reranker) {
    writeFileSync(join(dir, EMBEDDING_FILES.reranker), reranker.graph);
    writeFileSync(join(dir, EMBEDDING_FILES.rerankerHead), reranker.head);
  }
  const beside = reranker ? [EMBEDDING_FILES.reranker, EMBEDDING_FILES.rerankerHead] : [];
  await writeEmbeddingManifest(dir, [EMBEDDING_FILES.graph, EMBEDDING_FILES.tokenizer], facts, beside);
  return readPreparedEmbeddingModel(dir);
}

it('comes with its reranker', async () => {
  expect((await prepare('graph')).reranker).toBeUndefined();
  const { reranker } = await prepare('graph', { graph: 'other', head: JSON.stringify(head) });
  expect(reranker).toEqual({ modelPath: join(dir, 'reranker.onnx'), head });
});

it('has a hash that another reranker leaves alone: stored vectors stay good', async () => {
  const { manifest } = await prepare('graph');
  const other = await prepare('graph', { graph: 'other', head: JSON.stringify(head) });
  expect(other.manifest.hash).toBe(manifest.hash);
  expect((await prepare('another')).manifest.hash).not.toBe(manifest.hash);
});

it.each(['{', '{"kinds":[]}'])('is not prepared with %s for a head', async (broken) => {
  await expect(prepare('graph', { graph: 'other', head: broken })).rejects.toMatchObject({
    code: 'not_prepared',
    message: expect.stringContaining('reranker.json'),
  });
});
