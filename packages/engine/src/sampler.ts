import { Candidates } from './candidates.ts';
import { EngineError } from './engine-error.ts';
import type { LogitsRow } from './logits/logits-row.ts';
import { randomAt } from './random.ts';

/** How an id is drawn from logits: in this order, each on what the one before has left. */
export interface Sampling {
  /** 0, and all below a thousandth, takes the likeliest id. */
  temperature: number;
  /** Ids less likely than the likeliest by more than this factor are left out; 0: none. Defaults to 0. */
  minP?: number;
  /** Of the likeliest ids so many are left; 0: all. Defaults to 0. */
  topK?: number;
  /** Ids are drawn from the likeliest ones that together have at least this probability; 1: from all. */
  topP: number;
  seed: number;
}

/** Logits are not exact enough for a lower one to mean anything. */
const LOWEST_TEMPERATURE = 1e-3;

/**
 * Draws ids from logits. Probabilities are laid end to end, from the likeliest id on, and a point on that line is drawn:
 * so nobody has to look at ids behind it.
 */
export class Sampler {
  /** What a call leaves there means nothing to the next: it only saves allocations. */
  readonly #candidates: Candidates;

  constructor(vocabSize: number) {
    this.#candidates = new Candidates(vocabSize);
  }

  /**
   * Draws the id that follows. The same logits, sampling and position give the same id. Of equal logits the lower id
   * counts as the likelier.
   *
   * @param position index of the drawn id among the generated ones of its sequence; chooses the random number
   * @param allowed ids that may follow, in ascending order; undefined: all
   * @throws EngineError `native_failure` if no logit is a number
   */
  sample(row: LogitsRow, sampling: Sampling, position: number, allowed?: readonly number[]): number {
    const { temperature, minP = 0, topK = 0, topP, seed } = sampling;
    const best = allowed ? likeliestOf(row.logits, allowed) : row.likeliest();
    const highest = row.logits[best] as number;
    // All that is allowed may be forbidden by a bias: then there are no probabilities.
    if (temperature < LOWEST_TEMPERATURE || highest === -Infinity) return best;
    const candidates = this.#candidates;
    candidates.begin(row, highest, temperature, minP, allowed);
    let mass = topK > 0 ? candidates.walk('ids', topK).mass : candidates.totalMass();
    if (topP < 1) mass = candidates.walk('mass', topP * mass).mass;
    return candidates.walk('mass', randomAt(seed, position) * mass).id;
  }
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
