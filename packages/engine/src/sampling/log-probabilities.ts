import { type LogitsRow, NEGLIGIBLE_GAP } from '../logits/logits-row.ts';

/** Natural logarithms of probabilities at temperature 1, after penalties and bias, before any id is left out. */
export interface LogProbabilities {
  /** Of the id that was taken. */
  taken: number;
  /** Of the likeliest ids, best first; of equals the lower id. */
  top: { id: number; logProbability: number }[];
}

/** @param topCount how many of the likeliest ids are wanted */
export function logProbabilitiesOf(row: LogitsRow, taken: number, topCount: number): LogProbabilities {
  const { logits, highest } = row;
  const weights = { highest, temperature: 1, lowest: highest - NEGLIGIBLE_GAP };
  // Where a bias forbids all, no id has any probability.
  const logSum = highest === -Infinity ? 0 : highest + Math.log(row.sumOfWeights(weights));
  const top = row.likeliestIds(topCount).map((id) => ({ id, logProbability: (logits[id] as number) - logSum }));
  return { taken: (logits[taken] as number) - logSum, top };
}
