import { mean, promisedTtftMs } from '../bench/load/figures.ts';
import { percentile } from '../bench/percentiles.ts';
import { type Message, ttftMs } from './message.ts';
import type { Run } from './scenario.ts';

/** What runs of one scenario come to, their messages taken together. */
export interface Figures {
  messages: number;
  /** Infinite where so many have had no answer, and null in the file. */
  ttftP50Ms: number;
  ttftP99Ms: number;
  /** Of all messages: first words after 2 s, or never. */
  lateShare: number;
  refused: number;
  expired: number;
  mostWorkers: number;
  averageWorkers: number;
  /** Of the history in the prompts, what need not be read again; NaN, and null in the file, where there is none. */
  cachedShare: number;
}

/** Milliseconds from the start, of what is measured. */
export interface Window {
  fromMs: number;
  untilMs: number;
}

export function figuresOf(runs: readonly Run[], { fromMs, untilMs }: Window): Figures {
  const messages = runs.flatMap((run) => run.messages.filter(({ sentMs }) => sentMs >= fromMs && sentMs < untilMs));
  const ready = runs.flatMap((run) =>
    run.samples.filter(({ atMs }) => atMs >= fromMs && atMs < untilMs).map((sample) => sample.ready),
  );
  const times = messages.map(ttftMs);
  const sum = (read: (message: Message) => number) => messages.reduce((total, message) => total + read(message), 0);
  const count = (kind: Message['outcome']) => messages.filter(({ outcome }) => outcome === kind).length;
  return {
    messages: messages.length,
    ttftP50Ms: percentile(times, 0.5),
    ttftP99Ms: percentile(times, 0.99),
    lateShare: times.filter((ms) => !(ms < promisedTtftMs)).length / times.length,
    refused: count('refused'),
    expired: count('expired'),
    mostWorkers: Math.max(...ready),
    averageWorkers: mean(ready),
    cachedShare: sum(({ cachedTokens }) => cachedTokens) / sum(({ historyTokens }) => historyTokens),
  };
}

/** The 99th percentile of the messages sent in the last `overMs`, at each of the times; NaN where there were none. */
export function ttftP99OverTime(messages: readonly Message[], timesMs: readonly number[], overMs: number): number[] {
  const inOrder = [...messages].sort((one, other) => one.sentMs - other.sentMs);
  let from = 0;
  let until = 0;
  return timesMs.map((atMs) => {
    while (until < inOrder.length && (inOrder[until]?.sentMs ?? 0) < atMs) until++;
    while (from < until && (inOrder[from]?.sentMs ?? 0) < atMs - overMs) from++;
    return percentile(inOrder.slice(from, until).map(ttftMs), 0.99);
  });
}
