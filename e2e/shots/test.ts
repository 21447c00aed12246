import type { RequestListener } from 'node:http';
import type { BrowserContext, Page } from '@playwright/test';
import { test as base } from '../browser/test.ts';
import { createChatPages } from './chat-pages.ts';
import { openChatStage } from './chat-stage.ts';
import type { ChatState, PageState } from './states.ts';
import type { TextLanguage } from './texts.ts';

interface Fixtures {
  /** Brings a fresh page into the state, and gives it. Motion is reduced, so that what is there is there at once. */
  showChat: (state: ChatState, language?: TextLanguage) => Promise<Page>;
  showPage: (state: PageState) => Promise<Page>;
}

export const test = base.extend<Fixtures, { chatPages: RequestListener }>({
  chatPages: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
    async ({}, use) => use(await createChatPages()),
    { scope: 'worker' },
  ],
  showChat: async ({ page, chatPages }, use) => {
    const closes: (() => Promise<void>)[] = [];
    await use(async ({ surface = 'widget', site = {}, show }, language = 'en') => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      const stage = await openChatStage(page, { surface, language, site, pages: chatPages });
      closes.push(stage.close);
      await show(stage);
      return page;
    });
    for (const close of closes) await close();
  },
  showPage: async ({ browser, stack, agentState, viewport }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async ({ path, signedIn, show }) => {
      const context = await browser.newContext({
        ...{ viewport, reducedMotion: 'reduce' as const },
        ...(signedIn && { storageState: agentState }),
      });
      contexts.push(context);
      const page = await context.newPage();
      await page.goto(`${stack.url}${path}`);
      await show?.(page);
      return page;
    });
    for (const context of contexts) await context.close();
  },
});

export { expect } from '../browser/test.ts';
