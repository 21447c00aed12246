import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import '../../browser/frontdesk-window.ts';
import { serveHostPage } from '../../browser/host-page.ts';
import { percentile } from '../percentiles.ts';
import type { Measure } from './figures.ts';

const slowdown = 4;
/** Pages with the loader, and as many without. */
const rounds = 15;
const greetingMs = 300;

/** A page with enough on it that something could shift. */
const hostPage = (script: string) =>
  `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Shop</title>
   <h1>Shop</h1>${'<p>A paragraph of the page.</p>'.repeat(40)}${script}`;

/** What a page pays for having the loader on it, before anybody opens the chat. */
export const measureLoader: Measure = async ({ stack, browser }) => {
  const script = await (await fetch(`${stack.url}/widget.js`)).arrayBuffer();
  const tag = `<script async src="${stack.url}/widget.js" data-site="demo" data-greeting-delay="${greetingMs / 1_000}"></script>`;
  const [bare, loaded] = await Promise.all([serveHostPage(hostPage('')), serveHostPage(hostPage(tag))]);
  try {
    const withLoader: number[] = [];
    const without: number[] = [];
    const seen: Seen[] = [];
    for (let round = 0; round < rounds; round += 1) {
      without.push((await visit(browser, bare.url, stack.url, false)).taskMs);
      const visited = await visit(browser, loaded.url, stack.url, true);
      withLoader.push(visited.taskMs);
      seen.push(visited);
    }
    const mainThreadMs = percentile(withLoader, 0.5) - percentile(without, 0.5);
    return [
      { name: 'loader, gzip', value: gzipSync(script, { level: 9 }).length / 1024, unit: 'KB', limit: 5, digits: 2 },
      {
        name: 'requests before the first open',
        value: Math.max(...seen.map((one) => one.requests)),
        unit: '',
        limit: 2,
      },
      {
        name: 'configuration',
        value: Math.max(...seen.map((one) => one.configurationBytes)),
        unit: 'bytes',
        limit: 2_048,
      },
      { name: `main thread at ${slowdown}x slowdown, p50`, value: mainThreadMs, unit: 'ms', limit: 20, digits: 1 },
      {
        name: 'layout shift of the page',
        value: Math.max(...seen.map((one) => one.shift)),
        unit: '',
        limit: 0,
        digits: 4,
      },
    ];
  } finally {
    await Promise.all([bare.close(), loaded.close()]);
  }
};

interface Seen {
  /** Of the main thread, from the page's start until launcher and greeting are there. */
  taskMs: number;
  /** To the gateway. */
  requests: number;
  configurationBytes: number;
  shift: number;
}

async function visit(browser: Browser, url: string, gateway: string, hasLoader: boolean): Promise<Seen> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  try {
    return await watch(context, await context.newPage(), { url, gateway, hasLoader });
  } finally {
    await context.close();
  }
}

async function watch(
  context: BrowserContext,
  page: Page,
  { url, gateway, hasLoader }: { url: string; gateway: string; hasLoader: boolean },
): Promise<Seen> {
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable');
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  let requests = 0;
  let configurationBytes = 0;
  page.on('request', (request) => {
    if (request.url().startsWith(gateway)) requests += 1;
  });
  page.on('response', async (response) => {
    if (response.url() === `${gateway}/v1/tickets`) configurationBytes = (await response.body()).length;
  });
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(url);
  // Equally long with and without it; then everything of it is there.
  await page.waitForTimeout(1_500);
  if (hasLoader) await page.locator('frontdesk-widget').getByRole('status').getByRole('button').first().waitFor();
  const { metrics } = await devtools.send('Performance.getMetrics');
  const shift = await page.evaluate(() =>
    (window as unknown as { shifts: number[] }).shifts.reduce((a, b) => a + b, 0),
  );
  const taskMs = (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000;
  return { taskMs, requests, configurationBytes, shift };
}
