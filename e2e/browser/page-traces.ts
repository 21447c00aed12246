import type { Page } from '@playwright/test';

/** What a script can leave behind in a page. */
export interface PageTraces {
  globals: string[];
  listeners: string[][];
  nodes: string;
  /** How many are still to fire. */
  timers: number;
}

/** Before the page is loaded. Gives a function that looks. */
export async function watchTraces(page: Page): Promise<() => Promise<PageTraces>> {
  await page.addInitScript(() => {
    const timers = new Set<unknown>();
    Object.assign(window, { timers });
    const [set, clear] = [window.setTimeout, window.clearTimeout];
    Object.assign(window, {
      setTimeout: (run: () => void, ms?: number) => {
        const timer = set(() => {
          timers.delete(timer);
          run();
        }, ms);
        timers.add(timer);
        return timer;
      },
      clearTimeout: (timer: number) => {
        timers.delete(timer);
        clear(timer);
      },
    });
  });
  const devtools = await page.context().newCDPSession(page);
  return async () => {
    const { result } = await devtools.send('Runtime.evaluate', {
      expression: `JSON.stringify({
        globals: Object.keys(window).sort(),
        listeners: [window, document, document.body, visualViewport].map((of) => Object.entries(getEventListeners(of)).map(([name, all]) => name + all.length)),
        nodes: document.documentElement.outerHTML,
        timers: timers.size,
      })`,
      includeCommandLineAPI: true,
    });
    return JSON.parse(result.value as string);
  };
}
