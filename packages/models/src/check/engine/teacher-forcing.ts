import { likeliest as indexOfHighest } from '@frontdesk/engine/testing';

/** How an answer stands to the logits of a reference that has read the same ids. */
export interface Standing {
  /** Ids that are not the reference's likeliest. */
  deviations: Deviation[];
  /** Differences between log-probabilities told and the reference's, for the ids told at each place. */
  errors: number[];
}

export interface Deviation {
  /** Index among the answer's ids. */
  position: number;
  id: number;
  likeliest: number;
  /** By how much the logit of `likeliest` is above that of `id`. */
  gap: number;
}

/** What an engine told of a place: ids and their log-probabilities; undefined where it was not asked. */
export type Told = readonly { id: number; logProbability: number }[] | undefined;

/**
 * Compares an answer with the reference's logits, which follow prompt and answer one by one.
 *
 * @param logits for each of `ids` those that it was to be chosen by
 */
export function compare(ids: readonly number[], told: readonly Told[], logits: readonly Float32Array[]): Standing {
  const deviations: Deviation[] = [];
  const errors: number[] = [];
  for (const [position, id] of ids.entries()) {
    const row = logits[position] as Float32Array;
    const likeliest = indexOfHighest(row);
    const gap = (row[likeliest] as number) - (row[id] as number);
    if (!(gap <= 0)) deviations.push({ position, id, likeliest, gap });
    const entries = told[position];
    if (!entries) continue;
    const logSum = logSumOf(row, row[likeliest] as number);
    for (const entry of entries) errors.push(entry.logProbability - ((row[entry.id] as number) - logSum));
  }
  return { deviations, errors };
}

/** The natural logarithm of the probability of `id`. */
export function logProbabilityOf(logits: Float32Array, id: number): number {
  return (logits[id] as number) - logSumOf(logits, logits[indexOfHighest(logits)] as number);
}

function logSumOf(logits: Float32Array, highest: number): number {
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - highest);
  return highest + Math.log(sum);
}
