import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, CDPSession } from '@playwright/test';

/** What a page's main thread was busy with, in milliseconds: tasks of every kind, loading, scripts, style, layout, paint and frames. */
export interface MainThread {
  /** Processor time of all its tasks; of that: scripts, style, layout. */
  cpuMs: number;
  scriptMs: number;
  styleMs: number;
  layoutMs: number;
}

/**
 * Loads a page and looks at its main thread for a while. Not through the browser's driver, which has each request told, and
 * runs scripts in the page to look for something: that would take as long as what is measured.
 */
export async function watchMainThread(
  browser: Browser,
  url: string,
  { slowdown, forMs, width, height }: { slowdown: number; forMs: number; width: number; height: number },
): Promise<MainThread> {
  const root = await browser.newBrowserCDPSession();
  try {
    const { browserContextId } = await root.send('Target.createBrowserContext');
    const place = { url: 'about:blank', browserContextId, width, height };
    const { targetId } = await root.send('Target.createTarget', place);
    const send = await attach(root, targetId);
    await send('Performance.enable', { timeDomain: 'threadTicks' });
    await send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await send('Page.navigate', { url });
    await sleep(forMs);
    const ms = await metricsMs(send);
    await root.send('Target.disposeBrowserContext', { browserContextId });
    return {
      ...{ cpuMs: ms('TaskDuration'), scriptMs: ms('ScriptDuration') },
      ...{ styleMs: ms('RecalcStyleDuration'), layoutMs: ms('LayoutDuration') },
    };
  } finally {
    await root.detach();
  }
}

type Send = (method: string, params?: object) => Promise<unknown>;

/** A line of its own to a page. Its messages travel inside those of the browser's line. */
async function attach(root: CDPSession, targetId: string): Promise<Send> {
  const { sessionId } = await root.send('Target.attachToTarget', { targetId, flatten: false });
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  root.on('Target.receivedMessageFromTarget', ({ sessionId: from, message }) => {
    if (from !== sessionId) return;
    const { id, result, error } = JSON.parse(message);
    if (error) waiting.get(id)?.reject(new Error(error.message));
    else waiting.get(id)?.resolve(result);
  });
  return (method, params = {}) =>
    new Promise((resolve, reject) => {
      const id = waiting.size + 1;
      waiting.set(id, { resolve, reject });
      const message = JSON.stringify({ id, method, params });
      root.send('Target.sendMessageToTarget', { sessionId, message }).catch(reject);
    });
}

async function metricsMs(send: Send): Promise<(name: string) => number> {
  const { metrics } = (await send('Performance.getMetrics')) as { metrics: { name: string; value: number }[] };
  return (name) => (metrics.find((metric) => metric.name === name)?.value ?? Number.NaN) * 1_000;
}
