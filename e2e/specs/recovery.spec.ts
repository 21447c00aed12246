import type { Page } from '@playwright/test';
import { type Chat, chatIn } from '../browser/chat.ts';
import { expect, test } from '../browser/test.ts';
import { assertOnlyGrows, readable, watchNewestAnswer } from '../browser/watch-answer.ts';
import type { Store } from '../stack/store.ts';

/** Asks for a long answer, interferes when its first words are there, and expects it whole all the same. */
async function interfere(page: Page, gatewayUrl: string, store: Store, interference: (chat: Chat) => Promise<void>) {
  await store.publishTalkativePrompt('demo');
  await page.goto(`${gatewayUrl}/chat/demo`);
  const chat = chatIn(page);
  const watched = await watchNewestAnswer(chat.log);
  await chat.ask('Tell me a long story about a clay pot and its gardener.');
  await expect(chat.newestAnswer).toHaveText(/(\S+\s+){8}/);
  await interference(chat);
  await chat.finished();
  const steps = await watched.steps();
  assertOnlyGrows(steps);
  const stored = await store.newestGeneration();
  expect(readable(steps.at(-1) ?? '')).toBe(readable(stored?.text ?? ''));
  return stored;
}

test('a worker killed in mid-answer is replaced, and the answer goes on where it was', async ({
  page,
  gatewayUrl,
  store,
}) => {
  const stored = await interfere(page, gatewayUrl, store, async () => {
    process.kill(await processId('worker'), 'SIGKILL');
  });
  expect(stored?.epoch).toBeGreaterThan(1);
});

test('a gateway killed in mid-answer loses no word', async ({ page, gatewayUrl, store }) => {
  await interfere(page, gatewayUrl, store, async () => {
    process.kill(await processId('gateway'), 'SIGKILL');
  });
});

test('a customer who was offline in mid-answer catches up', async ({ page, gatewayUrl, store, context }) => {
  await interfere(page, gatewayUrl, store, async () => {
    await context.setOffline(true);
    await page.waitForTimeout(1_000);
    await context.setOffline(false);
  });
});

/** Of the newest process of that name: the supervisor keeps the list. */
async function processId(name: string): Promise<number> {
  const { readFile } = await import('node:fs/promises');
  const list: { name: string; pid: number }[] = JSON.parse(
    await readFile(`${process.env.E2E_DATA_DIR}/processes.json`, 'utf8'),
  );
  const found = list.find((entry) => entry.name.startsWith(name));
  if (!found) throw new Error(`no process named ${name}`);
  return found.pid;
}
