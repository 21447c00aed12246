import { chatIn } from '../browser/chat.ts';
import { askForLongAnswer } from '../browser/long-answer.ts';
import { expect, test } from '../browser/test.ts';
import { lettersOf } from '../browser/watch-answer.ts';

test('an agent takes over while the bot speaks, answers, leaves a note, and is found by a search', async ({
  page,
  stack,
  store,
  adminPage,
}) => {
  await page.goto(`${stack.url}/chat/demo`);
  const chat = chatIn(page);
  await askForLongAnswer(chat, store);
  const { conversationId } = (await store.newestGeneration()) ?? {};
  const address = new URL(adminPage.url());
  address.searchParams.set('conversation', conversationId ?? '');
  await adminPage.goto(address.href);
  await adminPage.getByRole('button', { name: 'Take over' }).click();

  await expect(chat.log.locator('[data-turn="taken-over"]')).toBeVisible();
  const taken = await store.newestGeneration();
  expect(taken?.state).toBe('cancelled');
  // Its last words may come a moment after the mark.
  await expect.poll(async () => lettersOf(await chat.newestAnswer.textContent())).toBe(lettersOf(taken?.text));

  const field = adminPage.getByRole('textbox', { name: 'Reply' });
  await field.fill('I know <b>ferns</b> well.');
  await field.press('Control+Enter');
  await expect(chat.log.locator('[data-role="agent"]')).toContainText('I know <b>ferns</b> well.');
  await adminPage.getByRole('button', { name: 'Note' }).click();
  await adminPage.getByRole('textbox', { name: 'Note' }).fill('Likes zebras.');
  await adminPage.getByRole('button', { name: 'Add note' }).click();
  await expect(adminPage.locator('[data-role="note"]')).toContainText('Likes zebras.');

  await chat.composer.fill('Tell me about quokkas');
  await chat.composer.press('Enter');
  await expect(adminPage.locator('[data-role="visitor"]').last()).toContainText('quokkas');
  await adminPage.getByRole('searchbox').fill('quok');
  await expect(adminPage.getByRole('link', { name: /quokkas/ })).toHaveCount(1);
  // Notes are found too, and what was found is shown where it stands.
  await adminPage.getByRole('searchbox').fill('zebra');
  const found = adminPage.getByRole('link', { name: /Note: Likes zebras/ });
  await expect(found.locator('mark')).toHaveText('zebra');
  await found.click();
  await expect(adminPage.locator('[data-role="note"][data-shown]')).toBeInViewport();

  await adminPage.getByRole('button', { name: 'Hand back' }).click();
  await expect(chat.log.locator('[data-turn="handed-back"]')).toBeVisible();
  // What was written to the person, and not answered, the bot answers now.
  await expect(chat.log.locator('[data-role="assistant"]')).toHaveCount(2);
  await chat.finished();
  await chat.ask('And moss?');
  await page.reload();
  await expect(chat.log).toContainText('I know <b>ferns</b> well.');
  await expect(chat.log).not.toContainText('zebras');
  await expect(chat.log.locator('[data-role="assistant"]')).toHaveCount(3);
});
