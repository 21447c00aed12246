import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AdapterFile } from '../adapter/low-rank-adapter.ts';
import { DataFile } from '../onnx/data-file.ts';
import { encodeModel } from '../onnx/encode-model.ts';
import { GraphBuilder } from '../onnx/graph-builder.ts';
import { writeEncoderGraph } from './encoder-graph.ts';
import type { EncoderWeights } from './encoder-weights.ts';
import { WeightUpdates } from './weight-updates.ts';

export interface ConvertEncoderOptions {
  published: EncoderWeights;
  /** What is added to its weights before they are rounded anew. */
  adapter: AdapterFile;
  /** Names of the adapter's tensors that do not belong to the graph. */
  beside?: readonly string[];
  /** Heads of attention. */
  heads: number;
  outputDir: string;
  /** What the graph shall be called. */
  name: string;
  /** Called after each layer. */
  onLayer?: ((layers: number, total: number) => void) | undefined;
}

/**
 * Writes an encoder whose products are of integers, and returns the names of its files: the graph, and its weights beside it.
 * Works synchronously, one tensor in memory at a time.
 *
 * Throws ModelError `file_unreadable`, `checksum_mismatch`, `malformed`, `truncated`.
 */
export function convertEncoder(options: ConvertEncoderOptions): string[] {
  const { published, adapter, beside, heads, outputDir, name, onLayer } = options;
  const updates = WeightUpdates.read(adapter, beside);
  const weights = `${name}.data`;
  const data = new DataFile(join(outputDir, weights));
  try {
    const graph = new GraphBuilder(data);
    writeEncoderGraph({ graph, published, updates, heads, onLayer });
    updates.assertAllTaken();
    writeFileSync(join(outputDir, name), encodeModel(graph.build('encoder', 'frontdesk', '')), { flush: true });
    data.finish();
  } finally {
    data.close();
  }
  return [name, weights];
}
