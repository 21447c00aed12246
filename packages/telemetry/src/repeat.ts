import { setTimeout as sleep } from 'node:timers/promises';

/** How long what still runs holds up a process that stops: it may wait for what others hold. */
const lastMs = 2_000;

/** Waits for what ends with the process, but no longer than {@link lastMs}: then it is left to itself. */
export async function lastWait(work: Promise<unknown>): Promise<void> {
  await Promise.race([work, sleep(lastMs, undefined, { ref: false })]);
}

/**
 * Runs `work` every `everyMs`; while it runs, its next turn is left out. A failure is reported, and the next turn comes.
 * @returns stops it, after the work that runs, but see {@link lastWait}
 */
export function repeat(
  everyMs: number,
  work: () => Promise<void>,
  onError: (error: unknown) => void,
): () => Promise<void> {
  let working: Promise<void> = Promise.resolve();
  let idle = true;
  const timer = setInterval(() => {
    if (!idle) return;
    idle = false;
    working = work()
      .catch(onError)
      .finally(() => {
        idle = true;
      });
  }, everyMs);
  return () => {
    clearInterval(timer);
    return lastWait(working);
  };
}
