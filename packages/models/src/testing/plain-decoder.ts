import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { PreparedModel } from '../prepared-model.ts';

/** Runs a whole text through a prepared model with ONNX Runtime's own JavaScript API: slow, simple, no cache. */
export class PlainDecoder {
  private readonly session: InferenceSession;
  private readonly model: PreparedModel;

  static async load(model: PreparedModel, threads = 2): Promise<PlainDecoder> {
    return new PlainDecoder(await InferenceSession.create(model.modelPath, { intraOpNumThreads: threads }), model);
  }

  private constructor(session: InferenceSession, model: PreparedModel) {
    this.session = session;
    this.model = model;
  }

  /** Logits [positions, vocabulary] after each of the given positions (default: all). */
  async logits(ids: readonly number[], positions: readonly number[] = ids.map((_, i) => i)): Promise<Float32Array> {
    const { logits } = await this.run(ids, positions, ['logits']);
    return logits?.data as Float32Array;
  }

  /** A layer's keys and values [kv heads, tokens, head size] of a text, all layers at once. */
  async cache(ids: readonly number[]): Promise<{ key: Float32Array; value: Float32Array }[]> {
    const layers = Array.from({ length: this.model.manifest.architecture.layers }, (_, layer) => layer);
    const names = layers.flatMap((layer) => [`present.${layer}.key`, `present.${layer}.value`]);
    const outputs = await this.run(ids, [0], names);
    const part = (name: string) => outputs[name]?.data as Float32Array;
    return layers.map((layer) => ({ key: part(`present.${layer}.key`), value: part(`present.${layer}.value`) }));
  }

  /** What a graph that gives more than logits has by these names, of all positions. */
  async values(ids: readonly number[], names: readonly string[]): Promise<Record<string, Float32Array>> {
    const positions = ids.map((_, position) => position);
    const outputs = await this.run(ids, positions, [...new Set(names)]);
    return Object.fromEntries(Object.entries(outputs).map(([name, { data }]) => [name, data as Float32Array]));
  }

  private run(ids: readonly number[], positions: readonly number[], outputs: readonly string[]) {
    const { layers, kvHeads, headDim } = this.model.manifest.architecture;
    const feeds: Record<string, Tensor> = {
      input_ids: int64([1, ids.length], ids),
      seqlens_k: new Tensor('int32', Int32Array.of(ids.length - 1), [1]),
      total_sequence_length: new Tensor('int32', Int32Array.of(ids.length), []),
      logits_positions: int64([1, positions.length], positions),
    };
    for (let layer = 0; layer < layers; layer++) {
      for (const part of ['key', 'value']) {
        feeds[`past_key_values.${layer}.${part}`] = this.emptyCache([1, kvHeads, 0, headDim]);
      }
    }
    return this.session.run(feeds, outputs);
  }

  private emptyCache(dims: readonly number[]): Tensor {
    const past = this.session.inputMetadata.find(({ name }) => name === 'past_key_values.0.key');
    if (past?.isTensor && past.type === 'int8') return new Tensor('int8', new Int8Array(0), dims);
    if (past?.isTensor && past.type === 'float16') return new Tensor('float16', new Uint16Array(0), dims);
    return new Tensor('float32', new Float32Array(0), dims);
  }

  async close(): Promise<void> {
    await this.session.release();
  }
}

function int64(shape: number[], values: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(values, BigInt), shape);
}
