import { expOfMinus, NEGLIGIBLE_GAP } from './exponential.ts';
import type { LogitsRow } from './logits/logits-row.ts';

/** An id's gap is how far it is behind the likeliest, in temperatures: its weight is e^-gap. */
const BUCKETS_PER_UNIT = 64;
const BUCKETS = NEGLIGIBLE_GAP * BUCKETS_PER_UNIT + 1;
/** How much farther is looked where too few were found. */
const GAP_STEP = 1;

/**
 * The ids that may be drawn, the likeliest first, found only as far as anyone walks along them. Ids more than
 * NEGLIGIBLE_GAP behind are none: of 49,152 ids they have at most 0.01 % of the probability together.
 */
export class Candidates {
  /** Found so far, in no order; the first #count entries of each array count. */
  readonly #ids: Uint32Array;
  readonly #weights: Float64Array;
  readonly #buckets: Uint16Array;
  #count = 0;
  /** Added up: of all that were found, and of those in each bucket. A higher bucket's ids have wider gaps. */
  #mass = 0;
  readonly #masses = new Float64Array(BUCKETS);
  readonly #counts = new Uint32Array(BUCKETS);
  #lastBucket = 0;
  /** Ids have been found up to this gap, below 0 if none; those that may be drawn are up to that. */
  #foundGap = -1;
  #widestGap = 0;
  #totalMass: number | undefined;
  #row: LogitsRow | undefined;
  #highest = 0;
  #temperature = 1;

  constructor(vocabSize: number) {
    this.#ids = new Uint32Array(vocabSize);
    this.#weights = new Float64Array(vocabSize);
    this.#buckets = new Uint16Array(vocabSize);
  }

  /**
   * Forgets the last row and begins with another.
   *
   * @param highest logit of the likeliest id
   * @param minP ids whose weights are below are none
   * @param allowed ids that are candidates at all; undefined: all
   */
  begin(row: LogitsRow, highest: number, temperature: number, minP: number, allowed?: readonly number[]): void {
    this.#row = row;
    this.#highest = highest;
    this.#temperature = temperature;
    this.#widestGap = minP > 0 ? Math.min(NEGLIGIBLE_GAP, -Math.log(minP)) : NEGLIGIBLE_GAP;
    this.#foundGap = -1;
    this.#count = 0;
    this.#mass = 0;
    this.#masses.fill(0);
    this.#counts.fill(0);
    this.#lastBucket = 0;
    this.#totalMass = undefined;
    if (!allowed) return;
    this.#foundGap = this.#widestGap;
    const lowest = this.#logitAt(this.#widestGap);
    this.#add(
      allowed.filter((id) => (row.logits[id] as number) >= lowest),
      row.logits,
    );
  }

  /** The weights of all candidates together. */
  totalMass(): number {
    if (this.#foundGap === this.#widestGap) return this.#mass;
    const row = this.#row as LogitsRow;
    this.#totalMass ??= row.sumOfWeights(this.#highest, this.#temperature, this.#logitAt(this.#widestGap));
    return this.#totalMass;
  }

  /**
   * Goes along the candidates until it has passed `wanted` ids, or ids of that mass, or all.
   *
   * @returns the last id that it passed, and the mass of all up to it
   */
  walk(by: 'ids' | 'mass', wanted: number): { id: number; mass: number } {
    while (this.#foundGap < this.#widestGap && (by === 'ids' ? this.#count : this.#mass) < wanted)
      this.#findMore(by, wanted);
    const inBuckets = by === 'ids' ? this.#counts : this.#masses;
    let bucket = 0;
    let passed = 0;
    let mass = 0;
    for (; bucket < this.#lastBucket && passed + (inBuckets[bucket] as number) < wanted; bucket++) {
      passed += inBuckets[bucket] as number;
      mass += this.#masses[bucket] as number;
    }
    let id = -1;
    for (const index of this.#inOrder(bucket)) {
      id = this.#ids[index] as number;
      passed += by === 'ids' ? 1 : (this.#weights[index] as number);
      mass += this.#weights[index] as number;
      if (passed >= wanted) break;
    }
    return { id, mass };
  }

  #findMore(by: 'ids' | 'mass', wanted: number): void {
    const row = this.#row as LogitsRow;
    const isFirst = this.#foundGap < 0;
    const limit = isFirst ? Number.POSITIVE_INFINITY : this.#logitAt(this.#foundGap);
    this.#foundGap = Math.min(this.#widestGap, isFirst ? this.#firstGap(by, wanted) : this.#foundGap + GAP_STEP);
    this.#add(row.idsBetween(this.#logitAt(this.#foundGap), limit), row.logits);
  }

  /**
   * How far to look first: a guess from the logits of language models. The less sure the model is (the mass is in weights
   * of the likeliest), and the less may be left behind, the farther. A wrong guess costs a further pass, or a few ids.
   */
  #firstGap(by: 'ids' | 'mass', wanted: number): number {
    if (by === 'ids') return 4;
    const totalMass = this.totalMass();
    return 0.5 + Math.log(totalMass) - Math.log(1 - Math.min(0.999, wanted / totalMass));
  }

  #logitAt(gap: number): number {
    return Math.fround(this.#highest - gap * this.#temperature);
  }

  #add(ids: Uint32Array | readonly number[], logits: Float32Array): void {
    const highest = this.#highest;
    const inverse = 1 / this.#temperature;
    let count = this.#count;
    let mass = this.#mass;
    let lastBucket = this.#lastBucket;
    const [weights, buckets, masses, counts] = [this.#weights, this.#buckets, this.#masses, this.#counts];
    for (let index = 0; index < ids.length; index++) {
      const id = ids[index] as number;
      // At a low temperature the rounded limit may be a little wider.
      const gap = Math.min(NEGLIGIBLE_GAP, (highest - (logits[id] as number)) * inverse);
      const weight = expOfMinus(gap);
      const bucket = (gap * BUCKETS_PER_UNIT) | 0;
      this.#ids[count] = id;
      weights[count] = weight;
      buckets[count] = bucket;
      count++;
      mass += weight;
      masses[bucket] = (masses[bucket] as number) + weight;
      counts[bucket] = (counts[bucket] as number) + 1;
      if (bucket > lastBucket) lastBucket = bucket;
    }
    this.#count = count;
    this.#mass = mass;
    this.#lastBucket = lastBucket;
  }

  /** Where the ids of a bucket are, the likeliest first. Sorting all that were found would take as long as all the rest. */
  #inOrder(bucket: number): number[] {
    const indexes: number[] = [];
    for (let index = 0; index < this.#count; index++) if (this.#buckets[index] === bucket) indexes.push(index);
    const weightOf = (index: number) => this.#weights[index] as number;
    return indexes.sort((a, b) => weightOf(b) - weightOf(a) || (this.#ids[a] as number) - (this.#ids[b] as number));
  }
}
