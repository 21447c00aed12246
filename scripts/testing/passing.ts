import { setTimeout as sleep } from 'node:timers/promises';
import { vi } from 'vitest';

/** Five seconds pass every 100 ms, for fake timers (`setInterval` alone), until the work has ended. */
export async function passing<Result>(work: () => Promise<Result>): Promise<Result> {
  let hasEnded = false;
  const result = work().finally(() => {
    hasEnded = true;
  });
  while (!hasEnded) {
    await Promise.race([sleep(100), result.catch(() => {})]);
    vi.advanceTimersByTime(5_000);
  }
  return result;
}
