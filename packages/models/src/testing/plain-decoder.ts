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
    const { layers, kvHeads, headDim } = this.model.manifest.architecture;
    const feeds: Record<string, Tensor> = {
      input_ids: int64([1, ids.length], ids),
      seqlens_k: new Tensor('int32', Int32Array.of(ids.length - 1), [1]),
      total_sequence_length: new Tensor('int32', Int32Array.of(ids.length), []),
      logits_positions: int64([1, positions.length], positions),
    };
    for (let layer = 0; layer < layers; layer++) {
      for (const part of ['key', 'value']) {
        const empty = new Tensor('float32', new Float32Array(0), [1, kvHeads, 0, headDim]);
        feeds[`past_key_values.${layer}.${part}`] = empty;
      }
    }
    const { logits } = await this.session.run(feeds, ['logits']);
    return logits?.data as Float32Array;
  }

  async close(): Promise<void> {
    await this.session.release();
  }
}

function int64(shape: number[], values: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(values, BigInt), shape);
}
