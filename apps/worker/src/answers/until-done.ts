import { setTimeout as sleep } from 'node:timers/promises';

/** Work that is not given up. */
export interface UntilDone {
  /** Does it; where it runs already, once more after that. */
  ask(): void;
  /** Does not begin again. */
  stop(): void;
}

const pauseAfterErrorMs = 2_000;

/** Does `work` when it is asked for, never twice at once, and again after a pause where it fails, until it succeeds. */
export function untilDone(
  work: () => Promise<unknown>,
  onError: (error: unknown) => void,
  pauseMs = pauseAfterErrorMs,
): UntilDone {
  const stopping = new AbortController();
  const { signal } = stopping;
  let isAsked = false;
  let isWorking = false;
  async function run(): Promise<void> {
    isWorking = true;
    while (isAsked && !signal.aborted) {
      isAsked = false;
      try {
        await work();
      } catch (error) {
        isAsked = true;
        onError(error);
        await sleep(pauseMs, undefined, { signal }).catch(() => {});
      }
    }
    isWorking = false;
  }
  return {
    ask: () => {
      isAsked = true;
      if (!isWorking) void run();
    },
    stop: () => stopping.abort(),
  };
}
