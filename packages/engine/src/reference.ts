import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type DecoderArchitecture, ports } from './architecture.ts';

/**
 * The slow, obvious way to run a decoder, which the engine is checked against: the JavaScript API that onnxruntime-node
 * offers, no cache, the whole text in one run for every token.
 */
export class Reference {
  readonly #session: InferenceSession;
  readonly #architecture: DecoderArchitecture;

  private constructor(session: InferenceSession, architecture: DecoderArchitecture) {
    this.#session = session;
    this.#architecture = architecture;
  }

  static async load(modelPath: string, architecture: DecoderArchitecture): Promise<Reference> {
    return new Reference(await InferenceSession.create(modelPath), architecture);
  }

  /** The logits that follow each of the ids from index `from` on. */
  async logits(ids: readonly number[], from: number): Promise<Float32Array[]> {
    const { layers, kvHeads, headDim, vocabSize } = this.#architecture;
    const positions = ids.map((_, index) => BigInt(index)).slice(from);
    const feeds: Record<string, Tensor> = {
      [ports.inputIds]: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
      [ports.lastPosition]: new Tensor('int32', Int32Array.of(ids.length - 1), [1]),
      [ports.totalLength]: new Tensor('int32', Int32Array.of(ids.length), []),
      [ports.logitsPositions]: new Tensor('int64', BigInt64Array.from(positions), [1, positions.length]),
    };
    for (let layer = 0; layer < layers; layer++) {
      for (const part of ['key', 'value'] as const) {
        feeds[ports.past(layer, part)] = new Tensor('float32', new Float32Array(0), [1, kvHeads, 0, headDim]);
      }
    }
    const outputs = await this.#session.run(feeds, [ports.logits]);
    const logits = outputs[ports.logits]?.data as Float32Array;
    return positions.map((_, index) => logits.subarray(index * vocabSize, (index + 1) * vocabSize));
  }

  /** The `count` ids that greedily follow `promptIds`. */
  async greedy(promptIds: readonly number[], count: number): Promise<number[]> {
    const ids = [...promptIds];
    for (let made = 0; made < count; made++) {
      const [logits] = await this.logits(ids, ids.length - 1);
      ids.push(likeliest(logits as Float32Array));
    }
    return ids.slice(promptIds.length);
  }
}

function likeliest(logits: Float32Array): number {
  return logits.reduce((best, logit, id) => (logit > (logits[best] as number) ? id : best), 0);
}
