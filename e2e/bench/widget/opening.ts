import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from '@playwright/test';
import { type Send, withPlainPage } from './plain-page.ts';

/** Long enough for the slowest machine, and without a look at the page meanwhile. */
const pressAfterMs = 2_000;
const readyWithinMs = 6_000;

/** Runs in the frame, whose page is of the same origin: tells that page when an idle main thread has a field that takes text. */
const tellWhenReady = `if (top !== self) {
  const look = () => {
    const field = document.querySelector('.fd-input');
    if (field && !field.disabled) setTimeout(() => { top.readyAt = performance.timeOrigin + performance.now(); });
    else requestAnimationFrame(look);
  };
  look();
}`;
const press = `
  globalThis.pressedAt = performance.timeOrigin + performance.now();
  for (const { shadowRoot } of document.querySelectorAll('*')) shadowRoot?.querySelector('button').click();
`;

/** From the press on the launcher to a field that takes text, in milliseconds. */
export async function measureOpening(browser: Browser, url: string, slowdown: number): Promise<number> {
  return withPlainPage(browser, { width: 1_280, height: 800 }, async (send) => {
    await send('Page.enable');
    await send('Page.addScriptToEvaluateOnNewDocument', { source: tellWhenReady });
    await send('Page.navigate', { url });
    await sleep(pressAfterMs);
    await send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await evaluate(send, press);
    await sleep(readyWithinMs);
    return evaluate(send, 'readyAt - pressedAt');
  });
}

async function evaluate(send: Send, expression: string): Promise<number> {
  const { result } = (await send('Runtime.evaluate', { expression })) as { result: { value?: number } };
  return result.value ?? Number.NaN;
}
