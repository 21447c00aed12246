import { expect, type Frame, type Page } from '@playwright/test';
import axe from 'axe-core';

const colourSchemes = ['light', 'dark'] as const;

/** No violation of WCAG 2.2 AA that a program can find, in the page and in its frames, light and dark. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of colourSchemes) {
    await page.emulateMedia({ colorScheme });
    const violations = await Promise.all(page.frames().map((frame) => violationsIn(frame, colorScheme)));
    expect(violations.flat(), colorScheme).toEqual([]);
  }
}

/** Each document by itself, which is stricter than all as one; the checker stays in it for the next time. */
async function violationsIn(frame: Frame, colorScheme: (typeof colourSchemes)[number]): Promise<string[]> {
  if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(axe.source);
  return frame.evaluate(async (scheme) => {
    // A frame hears of the scheme after its page, and is drawn with it after that.
    // (One that is not to be seen is not drawn.)
    const drawn = () =>
      new Promise((resolve) => {
        requestAnimationFrame(resolve);
        setTimeout(resolve, 50);
      });
    while (!window.matchMedia(`(prefers-color-scheme: ${scheme})`).matches) await drawn();
    await drawn();
    await drawn();
    // A colour on its way to another one has a contrast that nobody reads.
    const moving = () =>
      document
        .getAnimations()
        .filter(
          ({ playState, effect }) =>
            playState === 'running' && effect?.getTiming().iterations !== Number.POSITIVE_INFINITY,
        );
    // What has come to rest may set others in motion: those that inherit from it.
    for (let now = moving(); now.length > 0; now = moving()) {
      await Promise.allSettled(now.map(({ finished }) => finished));
      await drawn();
    }
    const { violations } = await window.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      resultTypes: ['violations'],
      iframes: false,
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
  }, colorScheme);
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}
