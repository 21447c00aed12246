import type { Page } from '@playwright/test';
import { openWidget } from '../browser/chat.ts';
import { askForLongAnswer } from '../browser/long-answer.ts';
import { expect, test } from '../browser/test.ts';
import { assertOnlyGrows, lettersOf, watchNewestAnswer } from '../browser/watch-answer.ts';
import type { Store } from '../stack/store.ts';

/** On a page of another site than the gateway's: asks for a long answer, interferes as soon as its first words are there, and expects it whole all the same. */
async function interfere(page: Page, address: string, store: Store, interference: () => Promise<void>) {
  await page.goto(address);
  const chat = await openWidget(page);
  await expect(chat.log).toBeVisible();
  await askForLongAnswer(chat, store);
  const watched = await watchNewestAnswer(chat.log);
  await interference();
  await chat.finished();
  const steps = await watched.steps();
  assertOnlyGrows(steps);
  const stored = await store.newestGeneration();
  expect(stored).toMatchObject({ state: 'done' });
  expect(lettersOf(steps.at(-1))).toBe(lettersOf(stored?.text));
  return stored;
}

test('a worker killed in mid-answer is replaced, and the answer goes on where it was', async ({
  page,
  demoUrl,
  stack,
  store,
}) => {
  const stored = await interfere(page, demoUrl, store, async () => stack.workers[0]?.kill());
  expect(stored?.epoch).toBeGreaterThan(1);
});

test('a gateway killed in mid-answer loses no word', async ({ page, demoUrl, stack, store }) => {
  await interfere(page, demoUrl, store, () => stack.gateway.kill());
  await stack.gateway.untilReady();
});

test('a customer who was offline in mid-answer catches up', async ({ page, demoUrl, store, context }) => {
  await interfere(page, demoUrl, store, async () => {
    await context.setOffline(true);
    await page.waitForTimeout(1_000);
    await context.setOffline(false);
  });
});
