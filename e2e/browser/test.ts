import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import { type Stack, startStack } from '../stack/stack.ts';
import { openStore, type Store } from '../stack/store.ts';
import { longAnswerTokens } from './long-answer.ts';

interface Fixtures {
  /** What a spec has it change of how sites answer is taken back after the spec. */
  store: Store;
  /** The address of the demo shop, on another site than the gateway: `localhost` and `127.0.0.1`. */
  demoUrl: string;
  /** A page of an agent who has signed in. */
  adminPage: Page;
}

interface WorkerFixtures {
  /** The whole product with the real model, the same one for all specs. */
  stack: Stack;
  openedStore: Store;
  /** Cookies of an agent who has signed in, once for all specs: sign-ins are throttled. */
  agentState: AgentState;
}
type AgentState = Awaited<ReturnType<BrowserContext['storageState']>>;

export const test = base.extend<Fixtures, WorkerFixtures>({
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
    async ({}, use) => {
      // All specs come from one address, and each link and password of theirs is an attempt to sign in.
      const env = {
        ...{ PLAIN_ANSWER_TOKENS: `${longAnswerTokens}`, ADDRESS_SIGN_INS_PER_MINUTE: '100' },
        // A spec has a server of the shop's own there.
        WEBHOOK_HOSTS: '127.0.0.1',
      };
      const stack = await startStack({ name: 'e2e', env });
      await use(stack);
      await stack.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  openedStore: [
    async ({ stack }, use) => {
      const store = openStore(stack.databaseUrl);
      await use(store);
      await store.end();
    },
    { scope: 'worker' },
  ],
  store: async ({ openedStore }, use) => {
    await use(openedStore);
    await openedStore.publishFormerPrompts();
  },
  demoUrl: async ({ stack }, use) => use(`http://localhost:${new URL(stack.url).port}/demo`),
  agentState: [
    async ({ browser, stack }, use) => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${stack.url}/admin`);
      await page.getByLabel(/e-?mail/i).fill(stack.admin.email);
      await page.getByLabel('Password', { exact: true }).fill(stack.admin.password ?? '');
      await page.getByRole('button', { name: /sign in/i }).click();
      await page.waitForURL(/\/admin$/);
      const state = await context.storageState();
      await context.close();
      await use(state);
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  adminPage: async ({ browser, stack, agentState }, use) => {
    const context = await browser.newContext({ storageState: agentState });
    const page = await context.newPage();
    await page.goto(`${stack.url}/admin`);
    await use(page);
    await context.close();
  },
});

export { expect };
