import type { EngineStats, StepReport } from '@frontdesk/engine';

const everyMs = 1_000;
/** A run of the default model takes less than 2 s on the slowest machine. */
const leastSilentTicks = 10;
/** One of a larger model may take longer: in so many times the longest so far, a whole chunk while it was warmed, another one ends. */
const longestRuns = 4;
/** What a process that was stopped for an hour takes for a run says nothing of runs. */
const mostSilentTicks = 300;

/**
 * Pure: whether an engine that has something to do makes no runs any more. Told in ticks of the event loop, not in time: a
 * machine that slept, or a loop that was held up, comes back with one tick, however long that was.
 */
export class HangWatch {
  #silentTicks = 0;
  #longestMs = 0;

  /** A run has ended. */
  stepped({ ms }: Pick<StepReport, 'ms'>): void {
    this.#silentTicks = 0;
    this.#longestMs = Math.max(this.#longestMs, ms);
  }

  /** To be called every second. @returns true when it hangs */
  tick({ running }: Pick<EngineStats, 'running'>): boolean {
    this.#silentTicks = running === 0 ? 0 : this.#silentTicks + 1;
    const patience = Math.min(mostSilentTicks, (longestRuns * this.#longestMs) / everyMs);
    return this.#silentTicks > Math.max(leastSilentTicks, patience);
  }
}

/**
 * Leases and heartbeats are this thread's, and runs another's: without this a worker whose run never ends would keep its
 * answers for good.
 * @param options.stats of an engine that is warm: its first runs may take as long as they like
 * @param options.onHang called once
 * @returns stops it
 */
export function watchForHangs({
  watch,
  stats,
  onHang,
}: {
  watch: HangWatch;
  stats: () => EngineStats;
  onHang: () => void;
}): () => void {
  const timer = setInterval(() => {
    if (!watch.tick(stats())) return;
    clearInterval(timer);
    onHang();
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * Ends this process, also while a thread of it hangs: `process.exit` waits for that thread. The first process of a container
 * can not be killed by itself, but can crash.
 */
export function endAtOnce(): never {
  process.kill(process.pid, 'SIGKILL');
  return process.abort();
}
