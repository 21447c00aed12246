import type { OnProgress } from './progress.ts';

/** How often a download is looked at. */
export const REPORT_MS = 250;
const RATE_MS = 3_000;

/** Reports how many bytes are there, and the rate of the last seconds. */
export class DownloadMeter {
  readonly #total: number;
  readonly #onProgress: OnProgress;
  readonly #seen: { at: number; bytes: number }[] = [];

  constructor(total: number, onProgress: OnProgress) {
    this.#total = total;
    this.#onProgress = onProgress;
  }

  /** Reports a few times a second, however often it is called. */
  note(bytes: number): void {
    if (performance.now() - (this.#seen.at(-1)?.at ?? -Infinity) >= REPORT_MS) this.report(bytes);
  }

  report(bytes: number): void {
    const now = { at: performance.now(), bytes };
    this.#seen.push(now);
    if (this.#seen.length > RATE_MS / REPORT_MS) this.#seen.shift();
    const first = this.#seen[0] as typeof now;
    const seconds = (now.at - first.at) / 1_000;
    const bytesPerSecond = seconds > 0 ? Math.max(0, Math.round((bytes - first.bytes) / seconds)) : 0;
    this.#onProgress({ step: 'download', bytes, total: this.#total, bytesPerSecond });
  }
}
