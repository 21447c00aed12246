import type { Browser } from '@playwright/test';

/** The longest of some tasks, in milliseconds. */
export interface LongestTask {
  /** Of the processor's time: what the task had to do. */
  cpuMs: number;
  /** By the clock: also what it waited for a core that other programs had. */
  wallMs: number;
}

/**
 * Notes every task of the main threads of the browser's pages, through the browser's trace and not by scripts in the pages.
 * @returns ends it and tells the longest
 */
export async function watchTasks(browser: Browser): Promise<() => Promise<LongestTask>> {
  await browser.startTracing(undefined, { categories: ['-*', 'toplevel'] });
  return async () => {
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    return longestOf(traceEvents);
  };
}

/** Of the trace event format, what is needed here; times in microseconds. */
export interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  dur?: number;
  /** Of the thread's processor time. */
  tdur?: number;
  args?: { name?: string };
}

/** Pure: the longest task of the main threads of pages. One that none was found of was not measured. */
export function longestOf(events: readonly TraceEvent[]): LongestTask {
  const thread = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const mainThreads = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(thread),
  );
  const tasks = events.filter(
    (event) => event.ph === 'X' && event.name.endsWith('RunTask') && mainThreads.has(thread(event)),
  );
  // One that goes on while the trace begins or ends has no processor time.
  const longestMs = (times: (number | undefined)[]) => {
    const known = times.filter((time) => time !== undefined);
    return known.length === 0 ? Number.NaN : known.reduce((most, time) => Math.max(most, time), 0) / 1_000;
  };
  return { cpuMs: longestMs(tasks.map(({ tdur }) => tdur)), wallMs: longestMs(tasks.map(({ dur }) => dur)) };
}
