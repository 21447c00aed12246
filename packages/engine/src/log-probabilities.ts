import { NEGLIGIBLE_GAP } from './exponential.ts';
import type { LogitsRow } from './logits/logits-row.ts';

/** Natural logarithms of probabilities at temperature 1, after penalties and bias, before any id is left out. */
export interface LogProbabilities {
  /** Of the id that was taken. */
  taken: number;
  /** Of the likeliest ids, best first; of equals the lower id. */
  top: { id: number; logProbability: number }[];
}

/** @param topCount how many of the likeliest ids are wanted */
export function logProbabilitiesOf(row: LogitsRow, taken: number, topCount: number): LogProbabilities {
  const { logits } = row;
  const highest = logits[row.likeliest()] as number;
  const logSum = highest + Math.log(row.sumOfWeights(highest, 1, highest - NEGLIGIBLE_GAP));
  const top = topIds(row, topCount).map((id) => ({ id, logProbability: (logits[id] as number) - logSum }));
  return { taken: (logits[taken] as number) - logSum, top };
}

/** Likeliest first. */
function topIds(row: LogitsRow, count: number): number[] {
  if (count === 0) return [];
  const near = row.idsOfHighest(count);
  const logitOf = (id: number) => row.logits[id] as number;
  const top: number[] = [];
  for (let index = 0; index < near.length; index++) {
    const id = near[index] as number;
    if (top.length === count && logitOf(id) <= logitOf(top[count - 1] as number)) continue;
    // Its place is behind those that are as likely, which are lower ids.
    let place = top.length;
    while (place > 0 && logitOf(top[place - 1] as number) < logitOf(id)) place--;
    top.splice(place, 0, id);
    if (top.length > count) top.pop();
  }
  return top;
}
