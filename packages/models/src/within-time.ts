import { runInNewContext } from 'node:vm';

/** Does work that computes without a pause and may never end: no signal and no timer would be heard meanwhile. Throws what `work` throws, or if it takes longer. */
export function withinTime<Result>(limitMs: number, work: () => Result): Result {
  return runInNewContext('work()', { work }, { timeout: limitMs });
}
