import { chatIn } from '../browser/chat.ts';
import { askForLongAnswer, longAnswerTokens } from '../browser/long-answer.ts';
import { expect, test } from '../browser/test.ts';
import { lettersOf } from '../browser/watch-answer.ts';

test('a customer stops an answer: it ends where it is, and the next question is taken', async ({
  page,
  stack,
  store,
  adminPage,
}) => {
  await page.goto(`${stack.url}/chat/demo`);
  const chat = chatIn(page);
  await expect(chat.log).toBeVisible();
  await askForLongAnswer(chat, store);
  await page.getByRole('button', { name: 'Stop the answer' }).click();
  await expect(chat.log.locator('[data-role="assistant"]').last()).toHaveAttribute('data-state', 'stopped');
  await expect(chat.log).toContainText('Stopped.');
  const stopped = await store.newestGeneration();
  expect(stopped?.state).toBe('cancelled');
  await expect(chat.composer).toBeFocused();
  // Nothing is added to it, here or in the store.
  const said = lettersOf(await chat.newestAnswer.textContent());
  expect(said).toBe(lettersOf(stopped?.text));
  // An agent sees by what it was made, and why it is not whole.
  const { siteId } = await store.newestVisitor();
  await adminPage.goto(`${stack.url}/admin?site=${siteId}&conversation=${stopped?.conversationId}`);
  await adminPage.getByRole('button', { name: /^Receipt/ }).click();
  const receipt = adminPage.getByRole('region', { name: 'Answer receipt' });
  await expect(receipt).toContainText('Stopped by the customer');
  await expect(receipt).toContainText(/\d+ tokens said/);
  await expect(receipt).toContainText('SmolLM2');
  await adminPage.close();
  await chat.ask('And moss?');
  await chat.firstWords();
  await page.reload();
  await expect(chat.log).toContainText('Stopped.');
  await chat.finished();
  expect((await store.newestGeneration())?.generatedTokens).toBe(longAnswerTokens);
});
