// The browser's Back on a phone, on a page of another origin with a router of its own.
import { startScriptedGateway } from '@frontdesk/chat/testing/scripted-gateway';
import type { Page } from '@playwright/test';
import { openWidget } from '../browser/chat.ts';
import '../browser/frontdesk-window.ts';
import { serveHostPage } from '../browser/host-page.ts';
import { test as base, expect } from '../shots/test.ts';
import { texts } from '../shots/texts.ts';

interface Shop {
  /** Presses the launcher, and waits until the chat is there. */
  openChat(): Promise<void>;
  /** Presses Back, or Forward. */
  go(by: -1 | 1): Promise<void>;
  /** What the page's router shows, how often it was told of a change, and whether the chat is open. */
  shows(view: string, changes: number, chat: 'open' | 'closed'): Promise<void>;
  /** The entries of the tab. */
  entries(): Promise<number>;
}

const test = base.extend<{ shop: Shop }>({
  shop: async ({ page, chatPages }, use) => {
    const site = { siteKey: 'demo', colour: '#1f7a4d', ...texts.en.site };
    const gateway = await startScriptedGateway({ site, fallback: chatPages });
    const host = await serveHostPage(`<!doctype html>
      <meta name="viewport" content="width=device-width">
      <title>Shop</title><main></main>
      <script>
        let changes = -1;
        const show = () => {
          changes += 1;
          document.querySelector('main').textContent = (history.state?.view ?? 'home') + ' ' + changes;
        };
        window.visit = (view) => { history.pushState({ view }, '', '/' + view); changes -= 1; show(); };
        addEventListener('popstate', show);
        addEventListener('hashchange', show);
        show();
      </script>
      <script async src="${gateway.url}/widget.js" data-site="demo"></script>`);
    await page.goto(host.url);
    await page.evaluate(() => window.visit('ferns'));
    await use({
      async openChat() {
        await expect((await openWidget(page)).composer).toBeVisible();
      },
      go: (by) => goInHistory(page, by),
      async shows(view, changes, chat) {
        await expect(page.locator('main')).toHaveText(`${view} ${changes}`);
        await expect(page.locator('frontdesk-widget .button')).toHaveAttribute('aria-expanded', `${chat === 'open'}`);
      },
      entries: () => page.evaluate(() => history.length),
    });
    await host.close();
    await gateway.close();
  },
});

declare global {
  interface Window {
    /** Of the shop: its router goes there. */
    visit(view: string): void;
  }
}

/** As the browser's buttons do, which wait for no page to load. */
async function goInHistory(page: Page, by: -1 | 1): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const { currentIndex, entries } = await browser.send('Page.getNavigationHistory');
  const entryId = entries[currentIndex + by]?.id;
  if (entryId === undefined) throw new Error('There is no such entry');
  await browser.send('Page.navigateToHistoryEntry', { entryId });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });

  test('Back closes the chat, and the page’s router hears nothing of it', async ({ page, shop }) => {
    const before = await shop.entries();
    for (let times = 1; times <= 3; times += 1) {
      await shop.openChat();
      await expect.poll(shop.entries).toBe(before + 1);
      await shop.shows('ferns', 0, 'open');
      await shop.go(-1);
      await shop.shows('ferns', 0, 'closed');
    }
    // Forward opens nothing, and leaves nothing for Back to undo.
    const frame = page.frameLocator('frontdesk-widget iframe').locator('body');
    await frame.evaluate((body) => {
      addEventListener('popstate', () => {
        body.dataset.states = `${body.dataset.states ?? ''}${history.state} `;
      });
    });
    await shop.go(1);
    await expect(frame).toHaveAttribute('data-states', 'frontdesk null ');
    await shop.shows('ferns', 0, 'closed');
    await shop.go(-1);
    await shop.shows('home', 1, 'closed');
  });

  test('closed by its button or by the page, it leaves nothing for Back to undo', async ({ page, shop }) => {
    const chat = page.frameLocator('frontdesk-widget iframe');
    await shop.openChat();
    await chat.getByRole('button', { name: 'Close chat' }).click();
    await shop.shows('ferns', 0, 'closed');
    await shop.openChat();
    await page.evaluate(() => window.Frontdesk?.('close'));
    await shop.shows('ferns', 0, 'closed');
    await expect.poll(() => chat.locator('body').evaluate(() => history.state)).toBeNull();
    await shop.go(-1);
    await shop.shows('home', 1, 'closed');
  });

  test('Back closes the chat also where the page has gone back to an entry from before the chat', async ({ shop }) => {
    await shop.openChat();
    await shop.go(-1);
    await shop.shows('ferns', 0, 'closed');
    await shop.go(-1);
    await shop.shows('home', 1, 'closed');
    await shop.openChat();
    await shop.shows('home', 1, 'open');
    await shop.go(-1);
    await shop.shows('home', 1, 'closed');
  });

  test('a page that goes on when the chat is closed is not taken back', async ({ page, shop }) => {
    const before = await shop.entries();
    await shop.openChat();
    await expect.poll(shop.entries).toBe(before + 1);
    await page.evaluate(() => {
      window.Frontdesk?.('close');
      window.visit('mosses');
    });
    await shop.shows('mosses', 0, 'closed');
    await page.evaluate(() => {
      location.hash = 'care';
    });
    await shop.shows('home', 2, 'closed');
    await shop.go(-1);
    await shop.shows('mosses', 4, 'closed');
  });
});

test('beside a page on a large screen the chat leaves Back to the page', async ({ shop }) => {
  const before = await shop.entries();
  await shop.openChat();
  await shop.shows('ferns', 0, 'open');
  expect(await shop.entries()).toBe(before);
  await shop.go(-1);
  await shop.shows('home', 1, 'open');
});
