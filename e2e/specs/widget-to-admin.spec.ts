import { chatIn, openWidget } from '../browser/chat.ts';
import { askForLongAnswer, longAnswerTokens } from '../browser/long-answer.ts';
import { expect, test } from '../browser/test.ts';
import { assertOnlyGrows, lettersOf, readable, watchNewestAnswer, watchNextAnswer } from '../browser/watch-answer.ts';

test('a question on a shop page is answered word by word by the model, stored, and seen live in the admin', async ({
  page,
  demoUrl,
  store,
  adminPage,
}) => {
  await page.goto(demoUrl);
  // The page's site and the gateway's differ: the widget works as a third party.
  await expect(page.locator('script[data-site="demo"]')).toHaveAttribute('src', /^http:\/\/127\.0\.0\.1:/);
  const chat = await openWidget(page);
  await expect(chat.log).toBeVisible();
  const shown = await watchNextAnswer(chat.log);
  await askForLongAnswer(chat, store);
  const agentChat = chatIn(adminPage);
  const asked = await store.newestGeneration();
  await adminPage.locator(`a[href*="${asked?.conversationId}"]`).click();
  await agentChat.log.locator(`[data-generation="${asked?.id}"]`).waitFor();
  const shownToAgent = await watchNewestAnswer(agentChat.log);

  await chat.finished();
  await agentChat.finished();
  const stored = await store.newestGeneration();
  expect(stored).toMatchObject({ state: 'done', generatedTokens: longAnswerTokens });
  for (const seen of [await shown.steps(), await shownToAgent.steps()]) {
    expect(seen.length).toBeGreaterThanOrEqual(3);
    assertOnlyGrows(seen);
    expect(lettersOf(seen.at(-1))).toBe(lettersOf(stored?.text));
  }
});

test('a refresh in mid-answer shows the old part at once, and then it grows to the stored end', async ({
  page,
  demoUrl,
  store,
}) => {
  await page.goto(demoUrl);
  const chat = await openWidget(page);
  await askForLongAnswer(chat, store);
  const before = readable(await chat.newestAnswer.textContent());
  await page.reload();
  await chat.newestAnswer.waitFor();
  const atOnce = readable(await chat.newestAnswer.textContent());
  expect(atOnce.startsWith(before)).toBe(true);
  await chat.finished();
  const end = await chat.newestAnswer.textContent();
  expect(lettersOf(end)).toBe(lettersOf((await store.newestGeneration())?.text));
  expect(readable(end).length).toBeGreaterThan(atOnce.length);
});
