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
 * @param categories what else is noted, such as `devtools.timeline` for what happens within a task
 * @returns ends it and tells all that was noted
 */
export async function traceTasks(browser: Browser, ...categories: string[]): Promise<() => Promise<TraceEvent[]>> {
  await browser.startTracing(undefined, { categories: ['-*', 'toplevel', ...categories] });
  return async () => JSON.parse((await browser.stopTracing()).toString()).traceEvents;
}

/** Of the trace event format, what is needed here; times in microseconds. */
export interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  /** Of the thread's processor time. */
  tdur?: number;
  args?: { name?: string; data?: { url?: string } };
}

/** Pure: the longest task of the main threads of pages. One that none was found of was not measured. */
export function longestOf(events: readonly TraceEvent[]): LongestTask {
  const mainThreads = mainThreadsIn(events);
  const tasks = events.filter((event) => isTask(event) && mainThreads.has(threadOf(event)));
  // One that goes on while the trace begins or ends has no processor time.
  const longestMs = (times: (number | undefined)[]) => {
    const known = times.filter((time) => time !== undefined);
    return known.length === 0 ? Number.NaN : known.reduce((most, time) => Math.max(most, time), 0) / 1_000;
  };
  return { cpuMs: longestMs(tasks.map(({ tdur }) => tdur)), wallMs: longestMs(tasks.map(({ dur }) => dur)) };
}

/** What is noted beside the tasks, for {@link scriptTasksMs}. */
export const scriptCategories = ['devtools.timeline', 'v8.execute'];

/**
 * Pure: the processor time of the tasks that a site's scripts run in, in milliseconds: those that read, evaluate or call one of
 * them, and those that go on with what they waited for, each with all that happens in it. So Lighthouse counts a third party.
 *
 * @param events with those of {@link scriptCategories}
 * @param site where the scripts come from; of the page's other scripts none may wait for anything
 * @returns NaN where none of its scripts ran
 */
export function scriptTasksMs(events: readonly TraceEvent[], site: string): number {
  const mainThreads = mainThreadsIn(events);
  // What takes no time is the browser's, such as the request for a script.
  const isOfSite = ({ ph, args }: TraceEvent) => ph === 'X' && args?.data?.url?.startsWith(site) === true;
  const threads = new Set(
    events
      .filter(isOfSite)
      .map(threadOf)
      .filter((thread) => mainThreads.has(thread)),
  );
  const onThreads = events.filter((event) => threads.has(threadOf(event)));
  // What a promise goes on with has no address, and comes between two tasks.
  const scripts = onThreads.filter((event) => isOfSite(event) || event.name === 'RunMicrotasks');
  const tasks = onThreads.filter(isTask);
  const between = onThreads.filter(
    (event) =>
      event.name === 'BlinkScheduler_PerformMicrotaskCheckpoint' && !tasks.some((task) => isWithin(event, task)),
  );
  const charged = [...tasks, ...between].filter((task) => scripts.some((event) => isWithin(event, task)));
  return charged.length === 0 ? Number.NaN : charged.reduce((sum, { tdur = Number.NaN }) => sum + tdur, 0) / 1_000;
}

const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
const isTask = ({ ph, name }: TraceEvent) => ph === 'X' && name.endsWith('RunTask');
const isWithin = (event: TraceEvent, task: TraceEvent) =>
  threadOf(event) === threadOf(task) && event.ts >= task.ts && event.ts < task.ts + (task.dur ?? 0);

function mainThreadsIn(events: readonly TraceEvent[]): Set<string> {
  return new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(threadOf),
  );
}
