import { test as base, expect, type Page } from '@playwright/test';
import { openStore, type Store } from '../stack/store.ts';

interface StackFixtures {
  /** The gateway at `http://127.0.0.1:port`; pages of customers' sites are opened at `localhost`, which is another site. */
  gatewayUrl: string;
  demoUrl: string;
  store: Store;
  /** A page of an agent who has signed in. */
  adminPage: Page;
}

function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: global-setup.ts starts the stack and sets it`);
  return value;
}

export const test = base.extend<StackFixtures>({
  gatewayUrl: async ({ browserName: _ }, use) => use(fromEnvironment('E2E_GATEWAY_URL')),
  demoUrl: async ({ gatewayUrl }, use) => use(`http://localhost:${new URL(gatewayUrl).port}/demo`),
  store: async ({ browserName: _ }, use) => {
    const store = await openStore(fromEnvironment('E2E_DATABASE_URL'));
    await use(store);
    await store.end();
  },
  adminPage: async ({ browser, gatewayUrl }, use) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${gatewayUrl}/admin`);
    await page.getByLabel(/e-?mail/i).fill(fromEnvironment('E2E_ADMIN_EMAIL'));
    await page.getByLabel(/password/i).fill(fromEnvironment('E2E_ADMIN_PASSWORD'));
    await page.getByRole('button', { name: /sign in/i }).click();
    await page.waitForURL(/\/admin$/);
    await use(page);
    await context.close();
  },
});

export { expect };
