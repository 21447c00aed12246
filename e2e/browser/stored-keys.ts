import type { Frame, Page } from '@playwright/test';

/** What the widget keeps in the browser: by the host page and by its frame, where the browser lets that one store anything. */
export async function storedKeys(page: Page, gatewayUrl: string): Promise<string[]> {
  const frames = page.frames().filter((one) => one.url().startsWith(`${gatewayUrl}/frame`));
  return (await Promise.all([page.mainFrame(), ...frames].map(keysIn))).flat().sort();
}

const keysIn = (frame: Frame): Promise<string[]> =>
  frame.evaluate(() => {
    try {
      return [...Object.keys(localStorage), ...Object.keys(sessionStorage)];
    } catch {
      // Blocked, as it may be in a third-party frame.
      return [];
    }
  });
