import type { RequestListener } from 'node:http';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import { inviteMember } from '../browser/invite-member.ts';
import { test as base } from '../browser/test.ts';
import { createChatPages } from './chat-pages.ts';
import { openChatStage } from './chat-stage.ts';
import type { ChatState } from './chat-state.ts';
import type { PageState, SignedInAs } from './states.ts';
import type { TextLanguage } from './texts.ts';

interface Fixtures {
  /** Brings a page into the state, and gives it. Motion is reduced, so that what is there is there at once. */
  showChat: (state: ChatState, language?: TextLanguage) => Promise<Page>;
  showPage: (state: PageState) => Promise<Page>;
}

interface WorkerFixtures {
  chatPages: RequestListener;
  /** Kept from state to state: each has a gateway of its own, another origin, and so a fresh visitor. */
  chatPage: Page;
  /** Kept as well, so that scripts are fetched once. */
  publicContext: BrowserContext;
  signedInContext: BrowserContext;
  /** Of whoever has that role, and is invited when the first state needs them. */
  contextOf: (role: SignedInAs) => Promise<BrowserContext>;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  chatPages: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
    async ({}, use) => use(await createChatPages()),
    { scope: 'worker' },
  ],
  chatPage: [
    ({ browser }, use) => withContext(browser, {}, async (context) => use(await context.newPage())),
    { scope: 'worker' },
  ],
  publicContext: [({ browser }, use) => withContext(browser, {}, use), { scope: 'worker' }],
  signedInContext: [
    ({ browser, agentState }, use) => withContext(browser, { storageState: agentState }, use),
    { scope: 'worker' },
  ],
  contextOf: [
    async ({ browser, stack, signedInContext }, use) => {
      const contexts = new Map<SignedInAs, BrowserContext>([['owner', signedInContext]]);
      await use(async (role) => {
        const known = contexts.get(role);
        if (known || role === 'owner') return known ?? signedInContext;
        const context = await browser.newContext({ reducedMotion: 'reduce' });
        contexts.set(role, context);
        const name = { agent: 'Alex Agent', viewer: 'Vera Viewer' }[role];
        await inviteMember(context, stack, { inviter: signedInContext.request, name, role });
        return context;
      });
      for (const [role, context] of contexts) if (role !== 'owner') await context.close();
    },
    { scope: 'worker' },
  ],
  showChat: async ({ chatPage, chatPages, viewport }, use) => {
    const closes: (() => Promise<void>)[] = [];
    await use(async ({ surface = 'widget', site, show }, language = 'en') => {
      if (viewport) await chatPage.setViewportSize(viewport);
      const stage = await openChatStage(chatPage, { surface, language, site, pages: chatPages });
      closes.push(stage.close);
      await show(stage);
      return chatPage;
    });
    await chatPage.context().setOffline(false);
    // Another gateway may come to be at the same address: its visitor has opened and written nothing.
    for (const frame of chatPage.frames()) await frame.evaluate(() => sessionStorage.clear()).catch(() => {});
    await chatPage.goto('about:blank');
    for (const close of closes) await close();
  },
  showPage: async ({ publicContext, contextOf, stack, store, viewport }, use) => {
    const pages: Page[] = [];
    await use(async ({ path, signedIn, show }) => {
      const context = signedIn ? await contextOf(signedIn === true ? 'owner' : signedIn) : publicContext;
      const page = await context.newPage();
      pages.push(page);
      if (viewport) await page.setViewportSize(viewport);
      await page.goto(`${stack.url}${path}`);
      await show?.(page, store);
      return page;
    });
    for (const page of pages) {
      // A reply that was begun is the browser's: the next picture begins without it.
      await page.evaluate(() => localStorage.clear()).catch(() => {});
      await page.close();
    }
  },
});

async function withContext(
  browser: Browser,
  options: BrowserContextOptions,
  use: (context: BrowserContext) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  await use(context);
  await context.close();
}

export { expect } from '../browser/test.ts';
