import { type Figure, figuresOf } from './figures.ts';
import { queueOverTime } from './generation-rows.ts';
import { describeBreak } from './judge.ts';
import type { Measured, Sent } from './measured.ts';
import type { SearchResult } from './search-users.ts';
import type { Settings } from './settings.ts';

/** A run as it is kept and shown. Times count from the beginning of the measured window, in seconds. */
export interface RunReport {
  settings: Settings;
  figures: Figure[];
  /** What of the promise broke, and why, in words. */
  broke: string[];
  /** Times to the first words and to the end are infinite, and null in the file, where no whole answer came. */
  messages: (Pick<Sent, 'opens' | 'outcome' | 'code' | 'ttftMs' | 'e2eMs'> & { atSeconds: number })[];
  queue: { atSeconds: number; queued: number; running: number }[];
  /** Empty where the system does not tell. */
  cores: { atSeconds: number; cores: Record<string, number> }[];
}

/** All that one call of the benchmark found out. */
export interface LoadReport {
  at: string;
  machine: string;
  /** What else the machine did before: figures of a busy one say little. */
  loadBefore: number;
  /** Runs with the same settings, and their median. */
  profiles: { runs: RunReport[]; median: Figure[]; misses: string[] }[];
  searches: SearchReport[];
}

export interface SearchReport extends SearchResult {
  profile: Settings['profile'];
  design: Settings['design'];
  /** In the order tried. */
  runs: RunReport[];
}

export function reportOf(measured: Measured): RunReport {
  const { settings, sent, rows, usage, windowFromMs } = measured;
  const figures = figuresOf(measured);
  const atSeconds = (atMs: number) => Math.round(atMs - windowFromMs) / 1_000;
  const toMs = windowFromMs + settings.seconds * 1_000;
  return {
    ...{ settings, figures, broke: describeBreak(measured, figures) },
    messages: sent.map(({ atMs, opens, outcome, code, ttftMs, e2eMs }) => ({
      ...{ atSeconds: atSeconds(atMs), opens, outcome, ttftMs, e2eMs },
      ...(code === undefined ? {} : { code }),
    })),
    queue: queueOverTime(rows.values(), { fromMs: windowFromMs, toMs }).map(({ atMs, queued, running }) => ({
      ...{ atSeconds: atSeconds(atMs), queued, running },
    })),
    cores: usage.map(({ atMs, cores }) => ({ atSeconds: atSeconds(atMs), cores })),
  };
}
