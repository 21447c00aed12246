import { EngineError } from '../engine-error.ts';
import { type LogitsRow, NEGLIGIBLE_GAP, type Weights } from '../logits/logits-row.ts';
import { randomAt } from './random.ts';

/** How an id is drawn from logits: in this order, each on what the one before has left. */
export interface Sampling {
  /** 0, and all below a thousandth, takes the likeliest id. */
  temperature: number;
  /** Ids less likely than the likeliest by more than this factor are left out; 0: none. Defaults to 0. */
  minP?: number;
  /** Of the likeliest ids so many are left; 0: all. Defaults to 0. */
  topK?: number;
  /**
   * Ids are drawn from the likeliest ones that together have at least this probability, and from those that are as likely
   * as the last of them; 1: from all.
   */
  topP: number;
  seed: number;
}

/** Logits are not exact enough for a lower one to mean anything. */
const LOWEST_TEMPERATURE = 1e-3;
/** The lowest number of 32 bits. */
const LOWEST_LOGIT = -(2 - 2 ** -23) * 2 ** 127;

/**
 * Draws the id that follows. The same logits, sampling and position give the same id.
 *
 * @param position index of the drawn id among the generated ones of its sequence; chooses the random numbers
 * @param allowed ids that may follow, in ascending order; undefined: all
 * @param firstDraw which of the position's random numbers is the first to be used
 * @throws EngineError `native_failure` if no logit is a number
 */
export function sample(
  row: LogitsRow,
  sampling: Sampling,
  position: number,
  allowed?: readonly number[],
  firstDraw = 0,
): number {
  const topK = topKOf(sampling, row);
  // Which id is the likeliest is only looked for where it matters.
  if (!allowed && topK === 0 && !isGreedy(sampling) && Number.isFinite(row.highest)) {
    return drawFromAll(row, weightsOf(row.highest, sampling), sampling, position, firstDraw);
  }
  // What must be taken is also found where penalties made all of it -Infinity.
  const best = allowed ? likeliestOf(row.logits, allowed) : row.likeliest();
  const highest = row.logits[best] as number;
  // All that is allowed may be forbidden by a bias: then there are no probabilities.
  if (isGreedy(sampling) || highest === -Infinity) return best;
  const weights = weightsOf(highest, sampling);
  // Nearly the whole vocabulary may be allowed, and few ids are likely.
  const isLikely = (id: number) => (row.logits[id] as number) >= weights.lowest;
  const ids = allowed ? likeliestFirst(row.logits, allowed.filter(isLikely)) : row.likeliestIds(topK).filter(isLikely);
  return drawFrom(topK > 0 ? ids.slice(0, topK) : ids, row.logits, weights, sampling, position, firstDraw);
}

/** Whether nothing is left to chance. */
export function isGreedy({ temperature }: Sampling): boolean {
  return temperature < LOWEST_TEMPERATURE;
}

/** Of the likeliest ids so many are left; 0: all. */
export function topKOf({ topK = 0 }: Sampling, { logits }: LogitsRow): number {
  return topK < logits.length ? topK : 0;
}

/** What ids weigh of which the likeliest has the logit `highest`, before top-k and top-p. */
export function weightsOf(highest: number, { temperature, minP = 0 }: Sampling): Weights {
  const widestGap = minP > 0 ? Math.min(NEGLIGIBLE_GAP, -Math.log(minP)) : NEGLIGIBLE_GAP;
  // A forbidden id is below it whatever the temperature.
  const lowest = Math.max(LOWEST_LOGIT, Math.fround(highest - widestGap * temperature));
  return { highest, temperature, lowest };
}

/**
 * Draws from all, and again from those that are likelier than the id it drew for as long as that is none of the likeliest:
 * what is left after a vain draw has these among it, and each of them is drawn as often as its share. To sort all ids, or
 * only the likeliest, takes far longer than a pass or two more.
 */
function drawFromAll(
  row: LogitsRow,
  weights: Weights,
  { topP, seed }: Sampling,
  position: number,
  firstDraw: number,
): number {
  let left = weights;
  let mass = row.sumOfWeights(left);
  const wanted = topP * mass;
  for (let draw = firstDraw; ; draw++) {
    const id = row.idAt(randomAt(seed, position, draw) * mass, left);
    if (topP >= 1) return id;
    const likelier = { ...weights, lowest: floatAbove(row.logits[id] as number) };
    const massOfLikelier = row.sumOfWeights(likelier);
    if (massOfLikelier < wanted || massOfLikelier === 0) return id;
    [left, mass] = [likelier, massOfLikelier];
  }
}

/** @param ids those that are likely enough, likeliest first, one at least */
function drawFrom(
  ids: readonly number[],
  logits: Float32Array,
  { highest, temperature }: Weights,
  { topP, seed }: Sampling,
  position: number,
  draw: number,
): number {
  const weightOf = (id: number) => Math.exp(((logits[id] as number) - highest) / temperature);
  const wanted = topP * ids.reduce((sum, id) => sum + weightOf(id), 0);
  let mass = 0;
  let end = 0;
  const isAsLikely = () => logits[ids[end] as number] === logits[ids[end - 1] as number];
  while (end < ids.length && (end === 0 || topP >= 1 || mass < wanted || isAsLikely())) {
    mass += weightOf(ids[end] as number);
    end++;
  }
  let point = randomAt(seed, position, draw) * mass;
  for (const id of ids.slice(0, end)) {
    point -= weightOf(id);
    if (point < 0) return id;
  }
  return ids[end - 1] as number;
}

function likeliestFirst(logits: Float32Array, ids: readonly number[]): number[] {
  return ids.toSorted((a, b) => (logits[b] as number) - (logits[a] as number) || a - b);
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The next number of 32 bits. */
export function floatAbove(number: number): number {
  float[0] = number === 0 ? 0 : number;
  bits[0] = (bits[0] as number) + (number >= 0 ? 1 : -1);
  return float[0] as number;
}

/** The likeliest of some ids. */
function likeliestOf(logits: Float32Array, allowed: readonly number[]): number {
  let best = -1;
  for (const id of allowed) {
    const logit = logits[id] as number;
    if (best < 0 ? !Number.isNaN(logit) : logit > (logits[best] as number)) best = id;
  }
  if (best < 0) throw new EngineError('native_failure', 'the model gave no number as logit of an allowed id');
  return best;
}
