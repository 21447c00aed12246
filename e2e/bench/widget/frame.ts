import type { Browser, CDPSession, Frame, Page } from '@playwright/test';
import { percentile } from '../percentiles.ts';
import type { Measure } from './figures.ts';
import { longQuestion, serveWidget } from './served-widget.ts';

const messages = 1_000;
const tokens = 2_000;
const tokensPerSecond = 60;
const cpuSlowdown = 4;
const openings = 5;

/** The chat in the widget's frame, as it was built: its size, how soon it takes text, a long log, a long answer. */
export const measureFrame: Measure = async ({ browser }) => {
  const widget = await serveWidget({ tokens, tokensPerSecond });
  try {
    const opened: Opening[] = [];
    for (let count = 0; count < openings; count += 1) opened.push(await measureOpening(browser, widget.url));
    const kept = await widget.converse(messages / 2);
    const { scrolled, streamed } = await measureLongLog(browser, widget.url, kept);
    return [
      {
        ...{ name: 'scripts of the frame, gzip', value: Math.max(...opened.map(({ scriptKb }) => scriptKb)) },
        ...{ unit: 'KB', limit: 90, digits: 1 },
      },
      {
        name: `from the press to a field that takes text at ${cpuSlowdown}x slowdown, p50`,
        value: percentile(
          opened.map(({ interactiveMs }) => interactiveMs),
          0.5,
        ),
        ...{ unit: 'ms', limit: 1_000 },
      },
      // Tasks are told from 50 ms on: 0 is none.
      { name: `${messages} messages scrolled: longest task`, value: scrolled.longestTaskMs, unit: 'ms', limit: 50 },
      { name: 'the same: between two frames, p95', value: percentile(scrolled.framesMs, 0.95), unit: 'ms' },
      {
        name: `${tokens} tokens at ${tokensPerSecond} a second below them: longest task`,
        value: streamed.longestTaskMs,
        ...{ unit: 'ms', limit: 50 },
      },
      { name: 'the same: between two frames, p95', value: percentile(streamed.framesMs, 0.95), unit: 'ms' },
    ];
  } finally {
    await widget.close();
  }
};

interface Opening {
  /** All scripts that the frame fetches, gzip. */
  scriptKb: number;
  interactiveMs: number;
}

async function measureOpening(browser: Browser, url: string): Promise<Opening> {
  const page = await newPage(browser);
  const cdp = await page.context().newCDPSession(page);
  const scripts: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    // By its name: one that the page announces is no script yet for the browser.
    const isScript = /\/frame\/assets\/[^/]+\.js$/.test(request.url());
    if (isScript) scripts.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  await page.goto(url);
  const button = page.getByRole('button', { name: /chat/i });
  await button.waitFor();
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
  const pressedAt = await button.evaluate((element) => {
    const now = performance.timeOrigin + performance.now();
    (element as HTMLButtonElement).click();
    return now;
  });
  const frame = await frameOf(page);
  await frame.locator('.fd-input').waitFor();
  const readyAt = await frame.evaluate(
    () =>
      new Promise<number>((resolve) => {
        // The next turn of an idle main thread: until then nothing that is typed is heard.
        const look = () => {
          const field = document.querySelector<HTMLTextAreaElement>('.fd-input');
          if (field && !field.disabled) resolve(performance.timeOrigin + performance.now());
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
  await page.waitForLoadState('networkidle');
  const bytes = (await Promise.all(scripts)).reduce((sum, one) => sum + one, 0);
  await page.context().close();
  return { scriptKb: bytes / 1_024, interactiveMs: readyAt - pressedAt };
}

async function measureLongLog(browser: Browser, url: string, [key, value]: [string, string]) {
  const page = await newPage(browser);
  await page.addInitScript(([name, kept]) => localStorage.setItem(name ?? '', kept ?? ''), [key, value]);
  await page.goto(url);
  await page.getByRole('button', { name: /chat/i }).click();
  const frame = await frameOf(page);
  await frame.waitForFunction((count) => document.querySelectorAll('.fd-row').length >= count, messages);
  const cdp = await page.context().newCDPSession(page);

  await watch(frame);
  await scrollToTop(page, frame, cdp);
  const scrolled = await watched(frame);

  await frame.locator('.fd-to-bottom').click();
  const composer = frame.locator('.fd-input');
  await composer.fill(longQuestion);
  await watch(frame);
  await composer.press('Enter');
  const answer = frame.locator('[data-role="assistant"]').last();
  await frame.waitForFunction(
    (count) => {
      const last = [...document.querySelectorAll('[data-role="assistant"]')].at(-1);
      return (
        document.querySelectorAll('[data-role="assistant"]').length > count &&
        last?.getAttribute('data-state') === 'done'
      );
    },
    messages / 2,
    { timeout: 120_000 },
  );
  await answer.waitFor();
  const streamed = await watched(frame);
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

interface Watched {
  tasks: number[];
  frames: number[];
  stop(): void;
}

/** Begins to note tasks of 50 ms and more, and the time between frames. */
async function watch(frame: Frame): Promise<void> {
  await frame.evaluate(() => {
    const watching: Watched = { tasks: [], frames: [], stop: () => {} };
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) watching.tasks.push(duration);
    });
    observer.observe({ type: 'longtask' });
    let last = performance.now();
    let next = 0;
    const tick = () => {
      const now = performance.now();
      watching.frames.push(now - last);
      last = now;
      next = requestAnimationFrame(tick);
    };
    next = requestAnimationFrame(tick);
    watching.stop = () => {
      observer.disconnect();
      cancelAnimationFrame(next);
    };
    Object.assign(window, { watching });
  });
}

async function watched(frame: Frame): Promise<{ longestTaskMs: number; framesMs: number[] }> {
  return frame.evaluate(() => {
    const { watching } = window as unknown as { watching: Watched };
    watching.stop();
    return { longestTaskMs: Math.max(0, ...watching.tasks), framesMs: watching.frames };
  });
}
