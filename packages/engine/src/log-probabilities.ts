import { expOfMinus, NEGLIGIBLE_GAP } from './exponential.ts';
import { likeliest } from './sampler.ts';

/** Natural logarithms of probabilities at temperature 1, after penalties and bias, before any id is left out. */
export interface LogProbabilities {
  /** Of the id that was taken. */
  taken: number;
  /** Of the likeliest ids, best first; of equals the lower id. */
  top: { id: number; logProbability: number }[];
}

/** @param topCount how many of the likeliest ids are wanted */
export function logProbabilitiesOf(logits: Float32Array, taken: number, topCount: number): LogProbabilities {
  const highest = logits[likeliest(logits)] as number;
  let sum = 0;
  for (let id = 0; id < logits.length; id++) {
    const gap = highest - (logits[id] as number);
    if (gap < NEGLIGIBLE_GAP) sum += expOfMinus(gap);
  }
  const logSum = highest + Math.log(sum);
  const top = topIds(logits, topCount).map((id) => ({ id, logProbability: (logits[id] as number) - logSum }));
  return { taken: (logits[taken] as number) - logSum, top };
}

/** One pass; few ids are ever better than the worst of the best so far. */
function topIds(logits: Float32Array, count: number): number[] {
  const top: number[] = [];
  if (count === 0) return top;
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id] as number;
    if (Number.isNaN(logit) || (top.length === count && !(logit > (logits[top[count - 1] as number] as number))))
      continue;
    let place = top.length;
    while (place > 0 && (logits[top[place - 1] as number] as number) < logit) place--;
    top.splice(place, 0, id);
    top.length = Math.min(top.length, count);
  }
  return top;
}
