import { blockMaxima, likeliest, rangesFrom } from './block-maxima.ts';
import { expOfMinus, NEGLIGIBLE_GAP } from './exponential.ts';

/** Natural logarithms of probabilities at temperature 1, after penalties and bias, before any id is left out. */
export interface LogProbabilities {
  /** Of the id that was taken. */
  taken: number;
  /** Of the likeliest ids, best first; of equals the lower id. */
  top: { id: number; logProbability: number }[];
}

/** @param topCount how many of the likeliest ids are wanted */
export function logProbabilitiesOf(logits: Float32Array, taken: number, topCount: number): LogProbabilities {
  const maxima = blockMaxima(logits);
  const highest = logits[likeliest(logits, maxima)] as number;
  let sum = 0;
  for (const [from, to] of rangesFrom(highest - NEGLIGIBLE_GAP, maxima, logits.length)) {
    for (let id = from; id < to; id++) {
      const gap = highest - (logits[id] as number);
      if (gap < NEGLIGIBLE_GAP) sum += expOfMinus(gap);
    }
  }
  const logSum = highest + Math.log(sum);
  const top = topIds(logits, maxima, topCount).map((id) => ({ id, logProbability: (logits[id] as number) - logSum }));
  return { taken: (logits[taken] as number) - logSum, top };
}

/** In blocks that can't have any of them nobody looks. */
function topIds(logits: Float32Array, maxima: Float32Array, count: number): number[] {
  if (count === 0) return [];
  // As many blocks as ids are wanted: the lowest of these maxima is the least that one of the best can have.
  const lowest = Float32Array.from(maxima).sort().at(-count) ?? -Infinity;
  const ids: number[] = [];
  for (const [from, to] of rangesFrom(lowest, maxima, logits.length)) {
    for (let id = from; id < to; id++) if ((logits[id] as number) >= lowest) ids.push(id);
  }
  return ids.sort((a, b) => (logits[b] as number) - (logits[a] as number) || a - b).slice(0, count);
}
