import { EngineError } from './engine-error.ts';
import { randomAt } from './random.ts';

export interface Sampling {
  /** 0 takes the likeliest id. */
  temperature: number;
  /** Ids are drawn from the likeliest ones that together have at least this probability; 1: from all. */
  topP: number;
  seed: number;
}

/**
 * Ids less likely than the likeliest by this factor (e^-20) are not drawn: over 49,152 ids they have at most 0.01 % of
 * the probability together, and leaving them out saves an exponential for nearly every id of the vocabulary.
 */
const NEGLIGIBLE_GAP = 20;
const BUCKETS_PER_UNIT = 16;
const BUCKETS = NEGLIGIBLE_GAP * BUCKETS_PER_UNIT;

/** Draws ids from logits. What a call leaves in the arrays means nothing to the next: they only save allocations. */
export class Sampler {
  /** The ids that may be drawn, in order; the first #count entries of each array count. */
  readonly #ids: Uint32Array;
  /** Their probabilities, times a factor common to all. */
  readonly #weights: Float64Array;
  /** How far they are behind the likeliest, in sixteenths. */
  readonly #buckets: Uint16Array;
  #count = 0;
  readonly #bucketWeights = new Float64Array(BUCKETS);

  constructor(vocabSize: number) {
    this.#ids = new Uint32Array(vocabSize);
    this.#weights = new Float64Array(vocabSize);
    this.#buckets = new Uint16Array(vocabSize);
  }

  /**
   * Draws the id that follows. The same logits, sampling and position give the same id. Of equal logits the lower id
   * counts as the likelier.
   *
   * @param logits one per id of the vocabulary, not normalised
   * @param position index of the drawn id among the generated ones of its sequence; chooses the random number
   * @throws EngineError `native_failure` if no logit is a number
   */
  sample(logits: Float32Array, { temperature, topP, seed }: Sampling, position: number): number {
    const best = likeliest(logits);
    if (temperature === 0) return best;
    this.#collect(logits, logits[best] as number, temperature);
    if (topP < 1) this.#keepNucleus(topP);
    return this.#draw(randomAt(seed, position));
  }

  #collect(logits: Float32Array, highest: number, temperature: number): void {
    this.#count = 0;
    this.#bucketWeights.fill(0);
    for (let id = 0; id < logits.length; id++) {
      const gap = (highest - (logits[id] as number)) / temperature;
      if (!(gap < NEGLIGIBLE_GAP)) continue;
      const weight = Math.exp(-gap);
      const bucket = Math.floor(gap * BUCKETS_PER_UNIT);
      this.#bucketWeights[bucket] = (this.#bucketWeights[bucket] as number) + weight;
      this.#add(id, weight, bucket);
    }
  }

  /**
   * Keeps the smallest set of likeliest ids that together have the probability `topP`. Of all ids only those in the
   * bucket where the sum gets there need to be sorted; sorting all would take longer than a step of the model.
   */
  #keepNucleus(topP: number): void {
    const wanted = topP * sumOf(this.#bucketWeights);
    let sum = 0;
    let last = 0;
    while (last < BUCKETS - 1 && sum + (this.#bucketWeights[last] as number) < wanted) {
      sum += this.#bucketWeights[last] as number;
      last++;
    }
    const weightOf = (index: number) => this.#weights[index] as number;
    const inLast: number[] = [];
    for (let index = 0; index < this.#count; index++) if (this.#buckets[index] === last) inLast.push(index);
    inLast.sort((a, b) => weightOf(b) - weightOf(a) || a - b);
    const kept = new Set<number>();
    for (const index of inLast) {
      if (sum >= wanted) break;
      sum += weightOf(index);
      kept.add(index);
    }
    const count = this.#count;
    this.#count = 0;
    for (let index = 0; index < count; index++) {
      const bucket = this.#buckets[index] as number;
      if (bucket < last || kept.has(index)) this.#add(this.#ids[index] as number, weightOf(index), bucket);
    }
  }

  /** The id whose part of the weights, laid end to end, holds the point `drawn` of the whole. */
  #draw(drawn: number): number {
    const weights = this.#weights.subarray(0, this.#count);
    const point = drawn * sumOf(weights);
    let index = 0;
    // Rounding may put the point at the very end: the last id takes it.
    for (let sum = weights[0] as number; sum <= point && index < weights.length - 1; sum += weights[index] as number) {
      index++;
    }
    return this.#ids[index] as number;
  }

  #add(id: number, weight: number, bucket: number): void {
    this.#ids[this.#count] = id;
    this.#weights[this.#count] = weight;
    this.#buckets[this.#count] = bucket;
    this.#count++;
  }
}

function sumOf(weights: Float64Array): number {
  let sum = 0;
  for (const weight of weights) sum += weight;
  return sum;
}

/**
 * The id of the highest logit.
 *
 * @throws EngineError `native_failure` if no logit is a number
 */
export function likeliest(logits: Float32Array): number {
  let best = -1;
  let highest = -Infinity;
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id] as number;
    if (logit > highest) {
      highest = logit;
      best = id;
    }
  }
  if (best < 0) throw new EngineError('native_failure', 'the model gave no number as logit');
  return best;
}
