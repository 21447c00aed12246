import { type LogitsRow, NEGLIGIBLE_GAP } from './logits/logits-row.ts';

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
  const logSum = highest + Math.log(row.sumOfWeights({ highest, temperature: 1, lowest: highest - NEGLIGIBLE_GAP }));
  const top = row.likeliestIds(topCount).map((id) => ({ id, logProbability: (logits[id] as number) - logSum }));
  return { taken: (logits[taken] as number) - logSum, top };
}
