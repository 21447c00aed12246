import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from '@playwright/test';
import { scriptCategories, scriptTasksMs, traceTasks } from './main-thread-tasks.ts';
import { type Send, withPlainPage } from './plain-page.ts';

/** What a page's main thread was busy with, in milliseconds: tasks of every kind, loading, scripts, style, layout, paint and frames. */
export interface MainThread {
  /** Processor time of all its tasks; of that: scripts, style, layout. */
  cpuMs: number;
  scriptMs: number;
  styleMs: number;
  layoutMs: number;
}

export interface Watch {
  forMs: number;
  width: number;
  height: number;
}

/** Loads a page and looks at its main thread for a while. */
export async function watchMainThread(
  browser: Browser,
  url: string,
  { forMs, width, height }: Watch,
): Promise<MainThread> {
  return withPlainPage(browser, { width, height }, async (send) => {
    await send('Performance.enable', { timeDomain: 'threadTicks' });
    await send('Page.navigate', { url });
    await sleep(forMs);
    const ms = await metricsMs(send);
    return {
      ...{ cpuMs: ms('TaskDuration'), scriptMs: ms('ScriptDuration') },
      ...{ styleMs: ms('RecalcStyleDuration'), layoutMs: ms('LayoutDuration') },
    };
  });
}

/**
 * Loads a page and looks at the tasks that another site's scripts run in for a while.
 * @returns their processor time, in milliseconds
 */
export async function watchScriptTasks(
  browser: Browser,
  url: string,
  { forMs, site, ...size }: Watch & { site: string },
): Promise<number> {
  const end = await traceTasks(browser, ...scriptCategories);
  await withPlainPage(browser, size, async (send) => {
    await send('Page.navigate', { url });
    await sleep(forMs);
  });
  return scriptTasksMs(await end(), site);
}

async function metricsMs(send: Send): Promise<(name: string) => number> {
  const { metrics } = (await send('Performance.getMetrics')) as { metrics: { name: string; value: number }[] };
  return (name) => (metrics.find((metric) => metric.name === name)?.value ?? Number.NaN) * 1_000;
}
