import { blockMaxima, likeliest, rangesFrom } from './block-maxima.ts';
import { EngineError } from './engine-error.ts';
import { expOfMinus, NEGLIGIBLE_GAP } from './exponential.ts';
import { randomAt } from './random.ts';

/** How an id is drawn from logits: in this order, each on what the one before has left. */
export interface Sampling {
  /** 0 takes the likeliest id. */
  temperature: number;
  /** Ids less likely than the likeliest by more than this factor are left out; 0: none. Defaults to 0. */
  minP?: number;
  /** Of the likeliest ids so many are left; 0: all. Defaults to 0. */
  topK?: number;
  /** Ids are drawn from the likeliest ones that together have at least this probability; 1: from all. */
  topP: number;
  seed: number;
}

/** Where only some ids are looked at. */
const NO_MAXIMA = new Float32Array(0);
const BUCKETS_PER_UNIT = 16;
const BUCKETS = NEGLIGIBLE_GAP * BUCKETS_PER_UNIT;

/**
 * Draws ids from logits. Ids less likely than the likeliest by e^-20 are never drawn: over 49,152 ids they have at most
 * 0.01 % of the probability together. What a call leaves in the arrays means nothing to the next: they only save
 * allocations.
 */
export class Sampler {
  /** The ids that may be drawn, in order; the first #count entries of each array count. */
  readonly #ids: Uint32Array;
  /** Their probabilities, times a factor common to all. */
  readonly #weights: Float64Array;
  /** How far they are behind the likeliest, in sixteenths. */
  readonly #buckets: Uint16Array;
  #count = 0;

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
   * @param allowed ids that may follow, in ascending order; undefined: all
   * @throws EngineError `native_failure` if no logit is a number
   */
  sample(logits: Float32Array, sampling: Sampling, position: number, allowed?: readonly number[]): number {
    const { temperature, minP = 0, topK = 0, topP, seed } = sampling;
    const maxima = allowed ? NO_MAXIMA : blockMaxima(logits);
    const best = allowed ? likeliestOf(logits, allowed) : likeliest(logits, maxima);
    if (temperature === 0) return best;
    const gaps = new Gaps(logits, maxima, logits[best] as number, temperature, minP);
    let total: number | undefined;
    if (allowed) {
      this.#collectAllowed(gaps, allowed);
    } else if (topK > 0) {
      this.#collect(gaps, bucketOfSum(gaps.counts(), topK));
    } else {
      const masses = topP < 1 ? gaps.masses() : undefined;
      total = masses?.reduce((sum, mass) => sum + mass, 0);
      this.#collect(gaps, masses ? bucketOfSum(masses, topP * (total as number)) : BUCKETS - 1);
    }
    if (topK > 0 && topK < this.#count) this.#keepLikeliest(topK, () => 1);
    // Of all ids that may be drawn, those that were not even collected included.
    if (topP < 1)
      this.#keepLikeliest(topP * (total ?? this.#sumOfWeights()), (index) => this.#weights[index] as number);
    return this.#draw(randomAt(seed, position));
  }

  /** Collects the ids of the buckets up to `lastBucket`: few, unless the model has no idea. */
  #collect(gaps: Gaps, lastBucket: number): void {
    const { logits, highest, inverse, widest } = gaps;
    this.#count = 0;
    // Compared before anything is computed, since nearly all ids end here.
    const lowest = gaps.lowestWithin((lastBucket + 1) / BUCKETS_PER_UNIT);
    for (const [from, to] of gaps.rangesFrom(lowest)) {
      for (let id = from; id < to; id++) {
        const logit = logits[id] as number;
        if (!(logit >= lowest)) continue;
        const gap = (highest - logit) * inverse;
        const bucket = (gap * BUCKETS_PER_UNIT) | 0;
        if (gap <= widest && gap < NEGLIGIBLE_GAP && bucket <= lastBucket) this.#add(id, expOfMinus(gap), bucket);
      }
    }
  }

  #collectAllowed({ logits, highest, inverse, widest }: Gaps, allowed: readonly number[]): void {
    this.#count = 0;
    for (const id of allowed) {
      const gap = (highest - (logits[id] as number)) * inverse;
      if (gap <= widest && gap < NEGLIGIBLE_GAP) this.#add(id, expOfMinus(gap), (gap * BUCKETS_PER_UNIT) | 0);
    }
  }

  /**
   * Keeps the smallest set of likeliest ids whose measures add up to `wanted`. Of all ids only those in the bucket where
   * the sum gets there need to be sorted; sorting all would take longer than a step of the model.
   */
  #keepLikeliest(wanted: number, measure: (index: number) => number): void {
    const inBuckets = new Float64Array(BUCKETS);
    for (let index = 0; index < this.#count; index++) {
      const bucket = this.#buckets[index] as number;
      inBuckets[bucket] = (inBuckets[bucket] as number) + measure(index);
    }
    const last = bucketOfSum(inBuckets, wanted);
    let sum = 0;
    for (let bucket = 0; bucket < last; bucket++) sum += inBuckets[bucket] as number;
    const weightOf = (index: number) => this.#weights[index] as number;
    const inLast: number[] = [];
    for (let index = 0; index < this.#count; index++) if (this.#buckets[index] === last) inLast.push(index);
    inLast.sort((a, b) => weightOf(b) - weightOf(a) || a - b);
    const kept = new Set<number>();
    for (const index of inLast) {
      if (sum >= wanted) break;
      sum += measure(index);
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
    const point = drawn * this.#sumOfWeights();
    let index = 0;
    // Rounding may put the point at the very end: the last id takes it.
    for (let sum = this.#weights[0] as number; sum <= point && index < this.#count - 1; ) {
      index++;
      sum += this.#weights[index] as number;
    }
    return this.#ids[index] as number;
  }

  #sumOfWeights(): number {
    let sum = 0;
    for (let index = 0; index < this.#count; index++) sum += this.#weights[index] as number;
    return sum;
  }

  #add(id: number, weight: number, bucket: number): void {
    this.#ids[this.#count] = id;
    this.#weights[this.#count] = weight;
    this.#buckets[this.#count] = bucket;
    this.#count++;
  }
}

/** How far each id is behind the likeliest, in units of the temperature: its probability is e^-gap times a factor. */
class Gaps {
  readonly logits: Float32Array;
  readonly highest: number;
  readonly temperature: number;
  /** 1 / temperature: a division for every id takes longer. */
  readonly inverse: number;
  /** Ids farther behind may not be drawn. */
  readonly widest: number;
  readonly #maxima: Float32Array;

  constructor(logits: Float32Array, maxima: Float32Array, highest: number, temperature: number, minP: number) {
    this.logits = logits;
    this.#maxima = maxima;
    this.highest = highest;
    this.temperature = temperature;
    this.inverse = 1 / temperature;
    this.widest = minP > 0 ? Math.min(NEGLIGIBLE_GAP, -Math.log(minP)) : NEGLIGIBLE_GAP;
  }

  /** No logit of an id that is at most `limit` behind is lower: a little less, since gaps are rounded. */
  lowestWithin(limit: number): number {
    return this.highest - Math.min(this.widest, limit) * this.temperature - 1e-3;
  }

  rangesFrom(lowest: number): [from: number, to: number][] {
    return rangesFrom(lowest, this.#maxima, this.logits.length);
  }

  /** Ids in each bucket. */
  counts(): Float64Array {
    const { logits, highest, inverse, widest } = this;
    const counts = new Float64Array(BUCKETS);
    for (const [from, to] of this.rangesFrom(this.lowestWithin(NEGLIGIBLE_GAP))) {
      for (let id = from; id < to; id++) {
        const gap = (highest - (logits[id] as number)) * inverse;
        if (!(gap <= widest && gap < NEGLIGIBLE_GAP)) continue;
        const bucket = (gap * BUCKETS_PER_UNIT) | 0;
        counts[bucket] = (counts[bucket] as number) + 1;
      }
    }
    return counts;
  }

  /** Weights in each bucket, added up. */
  masses(): Float64Array {
    const { logits, highest, inverse, widest } = this;
    const masses = new Float64Array(BUCKETS);
    for (const [from, to] of this.rangesFrom(this.lowestWithin(NEGLIGIBLE_GAP))) {
      for (let id = from; id < to; id++) {
        const gap = (highest - (logits[id] as number)) * inverse;
        if (!(gap <= widest && gap < NEGLIGIBLE_GAP)) continue;
        const bucket = (gap * BUCKETS_PER_UNIT) | 0;
        masses[bucket] = (masses[bucket] as number) + expOfMinus(gap);
      }
    }
    return masses;
  }
}

/** The bucket in which the sum over all up to it reaches `wanted`. */
function bucketOfSum(inBuckets: Float64Array, wanted: number): number {
  let sum = 0;
  let last = 0;
  while (last < BUCKETS - 1 && sum + (inBuckets[last] as number) < wanted) {
    sum += inBuckets[last] as number;
    last++;
  }
  return last;
}

/** The likeliest of some ids. One that must be taken whatever its logit is also found where penalties made it -Infinity. */
function likeliestOf(logits: Float32Array, allowed: readonly number[]): number {
  let best = -1;
  for (const id of allowed) if (best < 0 || (logits[id] as number) > (logits[best] as number)) best = id;
  if (best < 0 || Number.isNaN(logits[best])) {
    throw new EngineError('native_failure', 'the model gave no number as logit of an allowed id');
  }
  return best;
}
