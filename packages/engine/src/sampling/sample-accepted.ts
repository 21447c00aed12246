import { EngineError } from '../engine-error.ts';
import type { LogitsRow } from '../logits/logits-row.ts';
import { floatAbove, isGreedy, type Sampling, sample, topKOf, weightsOf } from './sampler.ts';

/**
 * Draws from the ids that are accepted, as {@link sample} does from a list of them; a list of nearly all would take far longer.
 * Asked about, each once, are the likeliest id first and then those that are drawn; with top-k, those that it may leave. Where
 * top-p would leave out a drawn one, those that are likelier are asked about, too. Others count as accepted where top-p takes
 * its share of all. Where many were drawn in vain, all that may be are asked about.
 *
 * @returns undefined where so many were refused and none accepted that none may be acceptable
 * @throws EngineError `native_failure` if no logit is a number
 */
export function sampleAccepted(
  row: LogitsRow,
  sampling: Sampling,
  position: number,
  accepts: (id: number) => boolean,
): number | undefined {
  const { topP } = sampling;
  const topK = topKOf(sampling, row);
  const asked = new AskedIds(row, accepts);
  try {
    for (let round = 0; asked.mayBeAcceptable; round++) {
      const draw = round * DRAWS_APART;
      // All that is left is forbidden by a bias: then there are no probabilities, and the first is taken, as of a list.
      if (row.highest === -Infinity) return asked.firstAccepted();
      if (round >= MOST_VAIN_ROUNDS) {
        // Each round looks at the whole row: one more look at what is left of it takes less than drawing on.
        if (!asked.areAccepted(row.idsBetween(weightsOf(row.highest, sampling).lowest, Infinity))) continue;
        return sample(row, sampling, position, undefined, draw);
      }
      if (!asked.areAccepted(topK > 0 ? row.likeliestIds(topK) : [row.likeliest()])) continue;
      if (topK > 0 || isGreedy(sampling)) return sample(row, sampling, position, undefined, draw);
      const id = sample(row, { ...sampling, topP: 1 }, position, undefined, draw);
      if (!asked.areAccepted([id])) continue;
      if (topP >= 1 || isLeft(row, id, sampling)) return id;
      // Without those of the likelier ones that are refused it may be left. It was drawn as often as its share of all that is
      // accepted, and where it is not left any that is takes its place: so each has its share of those that are left.
      if (asked.areAccepted(row.idsBetween(floatAbove(row.logits[id] as number), Infinity))) {
        return sample(row, sampling, position, undefined, draw);
      }
      return isLeft(row, id, sampling) ? id : sample(row, sampling, position, undefined, draw + DRAWS_APART);
    }
    return undefined;
  } finally {
    asked.restore();
  }
}

const MOST_VAIN = 1_000;
const MOST_VAIN_ROUNDS = 64;
/** Random numbers that one draw may need; more are no harm, but are used again by the next. */
const DRAWS_APART = 64;

/** What is asked about the ids of a row. A refused one has no probability until `restore`. */
class AskedIds {
  readonly #row: LogitsRow;
  readonly #accepts: (id: number) => boolean;
  readonly #accepted = new Set<number>();
  /** With the logits that they had. */
  readonly #refused = new Map<number, number>();

  constructor(row: LogitsRow, accepts: (id: number) => boolean) {
    this.#row = row;
    this.#accepts = accepts;
  }

  /** Whether it is worth while to ask about another one. */
  get mayBeAcceptable(): boolean {
    return this.#accepted.size > 0 || this.#refused.size < Math.min(MOST_VAIN, this.#row.logits.length);
  }

  /** Asks about all of them, so that all that are refused are known at once. */
  areAccepted(ids: Iterable<number>): boolean {
    let areAll = true;
    for (const id of ids) areAll = this.mayBeAcceptable && this.#isAccepted(id) && areAll;
    return areAll;
  }

  /** The lowest of those that are left. */
  firstAccepted(): number | undefined {
    const ids = this.#row.idsBetween(-Infinity, Infinity);
    if (ids.length === 0 && this.#refused.size === 0) {
      throw new EngineError('native_failure', 'the model gave no number as logit');
    }
    return ids.find((id) => this.areAccepted([id]));
  }

  restore(): void {
    for (const [id, logit] of this.#refused) this.#row.set(id, logit);
  }

  #isAccepted(id: number): boolean {
    if (this.#accepted.has(id)) return true;
    if (this.#accepts(id)) {
      this.#accepted.add(id);
      return true;
    }
    this.#refused.set(id, this.#row.logits[id] as number);
    // Not -Infinity: what a bias forbids may be taken where nothing else is left.
    this.#row.set(id, Number.NaN);
    return false;
  }
}

/** Whether top-p leaves an id: those that are likelier have less than its share together. */
function isLeft(row: LogitsRow, id: number, sampling: Sampling): boolean {
  const weights = weightsOf(row.logits[row.likeliest()] as number, sampling);
  const wanted = sampling.topP * row.sumOfWeights(weights);
  const likelier = row.sumOfWeights({ ...weights, lowest: floatAbove(row.logits[id] as number) });
  return likelier < wanted || likelier === 0;
}
