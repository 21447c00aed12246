import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, CDPSession, Frame, Page } from '@playwright/test';
import { percentile } from '../percentiles.ts';
import type { Figure } from './figures.ts';
import { type LongestTask, longestOf, traceTasks } from './main-thread-tasks.ts';
import { measureOpening } from './opening.ts';
import { longQuestions, serveWidget } from './served-widget.ts';

const messages = 1_000;
const tokens = 2_000;
const tokensPerSecond = 60;
const cpuSlowdown = 4;
const openings = 5;
/** Until then the reader sees the last word, and what a finished answer brings. */
const afterEndMs = 3_000;

type Widget = Awaited<ReturnType<typeof serveWidget>>;

/** The chat in the widget's frame, as it was built: its size, how soon it takes text, a long log, a long answer. */
export async function measureFrame(browser: Browser): Promise<Figure[]> {
  const widget = await serveWidget({ tokens, tokensPerSecond });
  try {
    const scriptsKb = await measureScripts(browser, widget.url);
    const readyMs: number[] = [];
    for (let count = 0; count < openings; count += 1) {
      readyMs.push(await measureOpening(browser, widget.url, cpuSlowdown));
    }
    const kept = await widget.converse(messages / 2);
    const { scrolled, streamed } = await measureLongLog(browser, widget, kept);
    return [
      { name: 'scripts of the frame, gzip', value: scriptsKb, unit: 'KB', limit: 80, digits: 1 },
      {
        name: `from the press to a field that takes text at ${cpuSlowdown}x slowdown, p50`,
        value: percentile(readyMs, 0.5),
        ...{ unit: 'ms', limit: 1_000 },
      },
      ...taskFigures(`${messages} messages scrolled`, scrolled),
      ...taskFigures(`${tokens} tokens at ${tokensPerSecond} a second below them`, streamed[0]),
      ...taskFigures('the same as one list and one table', streamed[1]),
    ];
  } finally {
    await widget.close();
  }
}

const notWatched: Watched = { cpuMs: Number.NaN, wallMs: Number.NaN, framesMs: [] };

/** What is promised is about the work: a task of the same work takes longer by the clock where others want the cores. */
function taskFigures(name: string, { cpuMs, wallMs, framesMs }: Watched = notWatched): Figure[] {
  return [
    { name: `${name}: longest task, processor time`, value: cpuMs, unit: 'ms', limit: 50, digits: 1 },
    { name: 'the same by the clock', value: wallMs, unit: 'ms', digits: 1 },
    { name: 'between two frames, p95', value: percentile(framesMs, 0.95), unit: 'ms' },
  ];
}

/** All scripts that the frame fetches at its first open, in KB, gzip. */
async function measureScripts(browser: Browser, url: string): Promise<number> {
  const page = await newPage(browser);
  const scripts: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    // By its name: one that the page announces is no script yet for the browser.
    const isScript = /\/frame\/assets\/[^/]+\.js$/.test(request.url());
    if (isScript) scripts.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  await page.goto(url);
  await page.getByRole('button', { name: /chat/i }).click();
  await (await frameOf(page)).locator('.fd-input').waitFor();
  await page.waitForLoadState('networkidle');
  const bytes = await Promise.all(scripts);
  await page.context().close();
  // None means that they are called otherwise by now: nothing was measured.
  return bytes.length === 0 ? Number.NaN : bytes.reduce((sum, one) => sum + one, 0) / 1_024;
}

async function measureLongLog(
  browser: Browser,
  { url, written }: Widget,
  [key, value]: [string, string],
): Promise<{ scrolled: Watched; streamed: Watched[] }> {
  const page = await newPage(browser);
  await page.addInitScript(([name, kept]) => localStorage.setItem(name ?? '', kept ?? ''), [key, value]);
  await page.goto(url);
  await page.getByRole('button', { name: /chat/i }).click();
  const frame = await frameOf(page);
  await frame.waitForFunction((count) => document.querySelectorAll('.fd-row').length >= count, messages);
  const cdp = await page.context().newCDPSession(page);

  const scrolled = await watched(browser, frame, () => scrollToTop(page, frame, cdp));

  await frame.locator('.fd-to-bottom').click();
  const streamed: Watched[] = [];
  for (const question of longQuestions) {
    await frame.locator('.fd-input').fill(question);
    const answered = written();
    streamed.push(
      await watched(browser, frame, async () => {
        await frame.locator('.fd-input').press('Enter');
        await answered;
        await sleep(afterEndMs);
      }),
    );
    const state = await frame.locator('[data-role="assistant"]').last().getAttribute('data-state');
    if (state !== 'done') throw new Error(`the answer is ${state} ${afterEndMs} ms after its last word`);
  }
  await page.context().close();
  return { scrolled, streamed };
}

/** As a wheel does it, a screen or so at a time. */
async function scrollToTop(page: Page, frame: Frame, cdp: CDPSession): Promise<void> {
  const box = await (await frame.frameElement()).boundingBox();
  if (box === null) throw new Error('the chat is not to be seen');
  for (;;) {
    const top = await frame.locator('.fd-scroller').evaluate(({ scrollTop }) => scrollTop);
    if (top <= 0) return;
    await cdp.send('Input.synthesizeScrollGesture', {
      ...{ x: box.x + box.width / 2, y: box.y + box.height / 2, yDistance: 4_000, speed: 4_000 },
      gestureSourceType: 'mouse',
    });
    await page.waitForTimeout(10);
  }
}

async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 800 } });
  // What runs this file wraps each function that has a name in a call of this, also those that go to the browser.
  await context.addInitScript('globalThis.__name = (made) => made');
  return context.newPage();
}

async function frameOf(page: Page): Promise<Frame> {
  const element = await page.waitForSelector('iframe');
  const frame = await element.contentFrame();
  if (frame === null) throw new Error('the widget has no frame');
  return frame;
}

interface Watched extends LongestTask {
  /** Between one frame and the next. */
  framesMs: number[];
}

/** Notes the longest task, and the time between frames, while something goes on. */
async function watched(browser: Browser, frame: Frame, goesOn: () => Promise<void>): Promise<Watched> {
  await frame.evaluate(() => {
    const framesMs: number[] = [];
    let last = performance.now();
    let next = 0;
    const tick = () => {
      const now = performance.now();
      framesMs.push(now - last);
      last = now;
      next = requestAnimationFrame(tick);
    };
    next = requestAnimationFrame(tick);
    const stop = () => {
      cancelAnimationFrame(next);
      return framesMs;
    };
    Object.assign(window, { stop });
  });
  const endTrace = await traceTasks(browser);
  await goesOn();
  const tasks = longestOf(await endTrace());
  const framesMs = await frame.evaluate(() => (window as unknown as { stop: () => number[] }).stop());
  return { ...tasks, framesMs };
}
