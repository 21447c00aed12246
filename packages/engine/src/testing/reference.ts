import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type DecoderArchitecture, ports } from '../architecture.ts';

type KvCache = Record<string, Tensor>;

/**
 * The slow, obvious way to run a decoder, which the engine is checked against: the JavaScript API of onnxruntime-node,
 * which returns a longer copy of the whole cache from every run.
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

  /** The logits that follow each of the ids, or each of the last `wanted`, all read in one run. */
  async logits(ids: readonly number[], wanted = ids.length): Promise<Float32Array[]> {
    const { logits } = await this.#run(ids, 0, this.#emptyCache(), wanted);
    return logits;
  }

  /** The `count` ids that greedily follow `promptIds`, which are read in one run. */
  async greedy(promptIds: readonly number[], count: number): Promise<number[]> {
    const ids: number[] = [];
    let unread = promptIds;
    let position = 0;
    let cache = this.#emptyCache();
    while (ids.length < count) {
      const { logits, present } = await this.#run(unread, position, cache, 1);
      position += unread.length;
      cache = present;
      unread = [likeliest(logits[0] as Float32Array)];
      ids.push(...unread);
    }
    return ids;
  }

  /** Reads `ids` after the `position` tokens in `past`; gives the logits after the last `wanted` of them. */
  async #run(ids: readonly number[], position: number, past: KvCache, wanted: number) {
    const length = position + ids.length;
    const positions = Array.from({ length: wanted }, (_, index) => BigInt(ids.length - wanted + index));
    const outputs = await this.#session.run({
      ...past,
      [ports.inputIds]: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
      [ports.lastPosition]: new Tensor('int32', Int32Array.of(length - 1), [1]),
      [ports.totalLength]: new Tensor('int32', Int32Array.of(length), []),
      [ports.logitsPositions]: new Tensor('int64', BigInt64Array.from(positions), [1, wanted]),
    });
    const { vocabSize } = this.#architecture;
    const data = (outputs[ports.logits] as Tensor).data as Float32Array;
    const logits = positions.map((_, index) => data.subarray(index * vocabSize, (index + 1) * vocabSize));
    return { logits, present: this.#cacheOf((layer, part) => outputs[ports.present(layer, part)] as Tensor) };
  }

  #emptyCache(): KvCache {
    const { kvHeads, headDim } = this.#architecture;
    const past = this.#session.inputMetadata.find(({ name }) => name === ports.past(0, 'key'));
    const dims = [1, kvHeads, 0, headDim];
    const type = past?.isTensor ? past.type : 'float32';
    return this.#cacheOf(() => {
      if (type === 'float16') return new Tensor('float16', new Uint16Array(0), dims);
      if (type === 'int8') return new Tensor('int8', new Int8Array(0), dims);
      return new Tensor('float32', new Float32Array(0), dims);
    });
  }

  #cacheOf(tensorOf: (layer: number, part: 'key' | 'value') => Tensor): KvCache {
    const cache: KvCache = {};
    for (let layer = 0; layer < this.#architecture.layers; layer++) {
      for (const part of ['key', 'value'] as const) cache[ports.past(layer, part)] = tensorOf(layer, part);
    }
    return cache;
  }
}

/** The id of the highest logit; of equals the lowest id. */
export function likeliest(logits: Float32Array): number {
  return logits.reduce((best, logit, id) => (logit > (logits[best] as number) ? id : best), 0);
}
