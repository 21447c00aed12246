import type { EngineStats } from '@frontdesk/engine';

const everyMs = 1_000;
/** A run of the model takes less than 2 s on the slowest machine. */
const silentTicksAtMost = 10;

/**
 * Pure: whether an engine that has something to do makes no runs any more. Told in ticks of the event loop, not in time: a
 * machine that slept, or a loop that was held up, comes back with one tick, however long that was.
 */
export class HangWatch {
  #silentTicks = 0;

  /** A run has ended. */
  stepped(): void {
    this.#silentTicks = 0;
  }

  /** To be called every second. @returns true when it hangs */
  tick({ running }: Pick<EngineStats, 'running'>): boolean {
    this.#silentTicks = running === 0 ? 0 : this.#silentTicks + 1;
    return this.#silentTicks > silentTicksAtMost;
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
