import { gzipSync } from 'node:zlib';
import type { Browser } from '@playwright/test';
import '../../browser/frontdesk-window.ts';
import { type HostPage, serveHostPage } from '../../browser/host-page.ts';
import type { Stack } from '../../stack/stack.ts';
import { percentile } from '../percentiles.ts';
import type { Figure } from './figures.ts';
import { type MainThread, watchMainThread, watchScriptTasks } from './main-thread.ts';

/** The pages run at full speed, and what they take is multiplied: the browser's own slowdown also multiplies what a task waits for. */
const slowdown = 4;
/** Pages of each kind, one kind after the other. */
const rounds = 15;
const greetingMs = 300;
/** Of each page; then everything of the loader has come, and stands still. */
const watchedMs = 2_000;
const phone = { width: 360, height: 740 };

/** A page with enough on it that something could shift, and with a script of its own, as shops have. */
const hostPage = (script: string) =>
  `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Shop</title>
   <h1>Shop</h1>${'<p>A paragraph of the page.</p>'.repeat(40)}
   <script>document.querySelector('h1').addEventListener('click', () => {})</script>${script}`;

/** The least that a launcher can be: a script with one request, and a round button with a line on it that the page's styles do not reach. */
const plainButton = (gateway: string) => `
  fetch('${gateway}/v1/tickets', { method: 'POST', body: '{"siteKey":"demo"}' })
    .then((response) => response.json())
    .then(({ site }) => {
      const host = document.createElement('div');
      const shadow = host.attachShadow({ mode: 'open' });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('button { position: fixed; right: 20px; bottom: 20px; width: 56px; height: 56px; border: 0; border-radius: 28px; background: ' + site.colour + '; } path { stroke: #fff; }');
      shadow.adoptedStyleSheets = [sheet];
      const [svg, path] = ['svg', 'path'].map((name) => document.createElementNS('http://www.w3.org/2000/svg', name));
      path.setAttribute('d', 'm6 9.5 6 6 6-6');
      svg.append(path);
      shadow.append(document.createElement('button'));
      shadow.firstChild.append(svg);
      document.documentElement.append(host);
    });`;

/** What a page pays for having the loader on it, before anybody opens the chat. */
export async function measureLoader({ stack, browser }: { stack: Stack; browser: Browser }): Promise<Figure[]> {
  const script = await (await fetch(`${stack.url}/widget.js`)).arrayBuffer();
  const tag = (greetingDelay: number | 'none') =>
    `<script async src="${stack.url}/widget.js" data-site="demo" data-greeting-delay="${greetingDelay}"></script>`;
  const plain = await serveHostPage(plainButton(stack.url), { 'content-type': 'text/javascript' });
  const scripts = {
    bare: '',
    plain: `<script async src="${plain.url}"></script>`,
    alone: tag('none'),
    greeting: tag(greetingMs / 1_000),
  };
  const kinds = Object.keys(scripts) as (keyof typeof scripts)[];
  const pages = {} as Record<keyof typeof scripts, HostPage>;
  for (const kind of kinds) pages[kind] = await serveHostPage(hostPage(scripts[kind]));
  try {
    const { requests, configurationBytes, shift } = await visit(browser, pages.greeting.url, stack.url);
    const watch = { forMs: watchedMs, ...phone };
    const watched = await watchPages(kinds, (kind) => watchMainThread(browser, pages[kind].url, watch));
    const own = await watchPages(['alone', 'greeting'], (kind) =>
      watchScriptTasks(browser, pages[kind].url, { ...watch, site: stack.url }),
    );
    const ownMs = (kind: keyof typeof own) => ({
      ...{ value: slowdown * percentile(own[kind], 0.5), unit: 'ms', digits: 1 },
    });
    const median = (kind: keyof typeof scripts, ms: (page: MainThread) => number) =>
      percentile(watched[kind].map(ms), 0.5);
    /** What is more than on the page alone. */
    const more = (ms: (page: MainThread) => number, kind: keyof typeof scripts = 'alone') => ({
      ...{ value: slowdown * (median(kind, ms) - median('bare', ms)), unit: 'ms', digits: 1 },
    });
    return [
      { name: 'loader, gzip', value: gzipSync(script, { level: 9 }).length / 1024, unit: 'KB', limit: 5, digits: 2 },
      { name: 'requests before the first open', value: requests, unit: '', limit: 2 },
      { name: 'configuration', value: configurationBytes, unit: 'bytes', limit: 2_048 },
      { name: `main thread, tasks that the loader runs in, ${slowdown} times, p50`, ...ownMs('alone'), limit: 20 },
      { name: 'with the greeting beside the launcher', ...ownMs('greeting') },
      { name: `all that the main thread does more, ${slowdown} times, p50`, ...more(({ cpuMs }) => cpuMs) },
      { name: 'of it: scripts', ...more(({ scriptMs }) => scriptMs) },
      { name: 'of it: style and layout', ...more(({ styleMs, layoutMs }) => styleMs + layoutMs) },
      { name: 'with the greeting beside the launcher', ...more(({ cpuMs }) => cpuMs, 'greeting') },
      { name: 'a request and a plain button instead of the loader', ...more(({ cpuMs }) => cpuMs, 'plain') },
      { name: 'layout shift of the page', value: shift, unit: '', limit: 0, digits: 4 },
    ];
  } finally {
    await Promise.all([plain, ...Object.values(pages)].map((page) => page.close()));
  }
}

/** Each kind in turn, so that what else the machine does meets all of them alike. */
async function watchPages<Kind extends string, Page>(
  kinds: readonly Kind[],
  watch: (kind: Kind) => Promise<Page>,
): Promise<Record<Kind, Page[]>> {
  const seen = Object.fromEntries(kinds.map((kind) => [kind, []])) as unknown as Record<Kind, Page[]>;
  for (let round = 0; round < rounds; round += 1) for (const kind of kinds) seen[kind].push(await watch(kind));
  return seen;
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
  // Until there is one nothing was measured.
  let requests = Number.NaN;
  let configurationBytes = Number.NaN;
  page.on('request', (request) => {
    if (request.url().startsWith(gateway)) requests = (requests || 0) + 1;
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
