import type { Browser, CDPSession } from '@playwright/test';

/** Sends a command of the browser's protocol to a page. */
export type Send = (method: string, params?: object) => Promise<unknown>;

/**
 * A page of its own, not through the browser's driver: that has each request told, and runs scripts in the page to look for
 * something, which would take as long as what is measured.
 */
export async function withPlainPage<Result>(
  browser: Browser,
  size: { width: number; height: number },
  use: (send: Send) => Promise<Result>,
): Promise<Result> {
  const root = await browser.newBrowserCDPSession();
  try {
    const { browserContextId } = await root.send('Target.createBrowserContext');
    const { targetId } = await root.send('Target.createTarget', { url: 'about:blank', browserContextId, ...size });
    const result = await use(await attach(root, targetId));
    await root.send('Target.disposeBrowserContext', { browserContextId });
    return result;
  } finally {
    await root.detach();
  }
}

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
