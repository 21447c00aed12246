import { gzipSync } from 'node:zlib';
import type { Browser } from '@playwright/test';
import '../../browser/frontdesk-window.ts';
import { type HostPage, serveHostPage } from '../../browser/host-page.ts';
import type { Stack } from '../../stack/stack.ts';
import { percentile } from '../percentiles.ts';
import type { Figure } from './figures.ts';
import { type MainThread, watchMainThread } from './main-thread.ts';

const slowdown = 4;
/** Pages without the loader, as many with the launcher, as sites have it by themselves, and as many with its greeting, too. */
const rounds = 15;
const greetingMs = 300;
/** Of each page; then everything of the loader has come, and stands still. */
const watchedMs = 2_000;
const phone = { width: 360, height: 740 };

/** A page with enough on it that something could shift. */
const hostPage = (script: string) =>
  `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Shop</title>
   <h1>Shop</h1>${'<p>A paragraph of the page.</p>'.repeat(40)}${script}`;

/** What a page pays for having the loader on it, before anybody opens the chat. */
export async function measureLoader({ stack, browser }: { stack: Stack; browser: Browser }): Promise<Figure[]> {
  const script = await (await fetch(`${stack.url}/widget.js`)).arrayBuffer();
  const tag = (greetingDelay: number | 'none') =>
    `<script async src="${stack.url}/widget.js" data-site="demo" data-greeting-delay="${greetingDelay}"></script>`;
  const pages = await Promise.all(
    ['', tag('none'), tag(greetingMs / 1_000)].map((script) => serveHostPage(hostPage(script))),
  );
  const [bare, silent, loaded] = pages as [HostPage, HostPage, HostPage];
  try {
    const { requests, configurationBytes, shift } = await visit(browser, loaded.url, stack.url);
    const before: MainThread[] = [];
    const launcherAlone: MainThread[] = [];
    const after: MainThread[] = [];
    const watched = { slowdown, forMs: watchedMs, ...phone };
    for (let round = 0; round < rounds; round += 1) {
      before.push(await watchMainThread(browser, bare.url, watched));
      launcherAlone.push(await watchMainThread(browser, silent.url, watched));
      after.push(await watchMainThread(browser, loaded.url, watched));
    }
    const median = (pages: MainThread[], ms: (page: MainThread) => number) => percentile(pages.map(ms), 0.5);
    /** What is more where the loader is. */
    const more = (ms: (page: MainThread) => number, of: MainThread[]) => ({
      ...{ value: median(of, ms) - median(before, ms), unit: 'ms', digits: 1 },
    });
    return [
      { name: 'loader, gzip', value: gzipSync(script, { level: 9 }).length / 1024, unit: 'KB', limit: 5, digits: 2 },
      { name: 'requests before the first open', value: requests, unit: '', limit: 2 },
      { name: 'configuration', value: configurationBytes, unit: 'bytes', limit: 2_048 },
      { name: `main thread at ${slowdown}x slowdown, p50`, ...more(({ cpuMs }) => cpuMs, launcherAlone), limit: 20 },
      { name: 'of it: scripts', ...more(({ scriptMs }) => scriptMs, launcherAlone) },
      { name: 'of it: style and layout', ...more(({ styleMs, layoutMs }) => styleMs + layoutMs, launcherAlone) },
      { name: 'the same with what it waited for', ...more(({ wallMs }) => wallMs, launcherAlone) },
      {
        name: 'main thread where the site wants its greeting beside the launcher',
        ...more(({ cpuMs }) => cpuMs, after),
      },
      { name: 'layout shift of the page', value: shift, unit: '', limit: 0, digits: 4 },
    ];
  } finally {
    await Promise.all(pages.map((page) => page.close()));
  }
}

interface Seen {
  /** To the gateway. */
  requests: number;
  configurationBytes: number;
  shift: number;
}

/** Looks at what a page fetches for the loader, and whether it moves for launcher and greeting. */
async function visit(browser: Browser, url: string, gateway: string): Promise<Seen> {
  const context = await browser.newContext({ viewport: phone });
  const page = await context.newPage();
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
  await page.waitForTimeout(watchedMs);
  await page.locator('frontdesk-widget').getByRole('status').getByRole('button').first().waitFor();
  const shift = await page.evaluate(() =>
    (window as unknown as { shifts: number[] }).shifts.reduce((a, b) => a + b, 0),
  );
  await context.close();
  return { requests, configurationBytes, shift };
}
