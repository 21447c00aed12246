import { readFile } from 'node:fs/promises';
import { type Chat, chatIn } from '../browser/chat.ts';
import { askForLongAnswer } from '../browser/long-answer.ts';
import { expect, test } from '../browser/test.ts';

const visitorRows = ({ log }: Chat) => log.locator('[data-role="visitor"] .fd-plain');

test('what is written offline goes out once when the customer is back, and another tab shows the same', async ({
  page,
  stack,
  context,
}) => {
  await page.goto(`${stack.url}/chat/demo`);
  const chat = chatIn(page);
  await chat.ask('Hello?');
  await chat.finished();
  const second = await context.newPage();
  await second.goto(`${stack.url}/chat/demo`);
  const other = chatIn(second);
  await expect(visitorRows(other)).toHaveText(['Hello?']);

  await context.setOffline(true);
  await expect(page.getByText('Connection lost. Reconnecting…')).toBeVisible();
  await chat.composer.fill('Are you there?');
  await chat.composer.press('Enter');
  await expect(page.getByText('Will be sent when you are back online')).toBeVisible();
  await context.setOffline(false);
  for (const one of [chat, other]) {
    await one.finished();
    await expect(visitorRows(one)).toHaveText(['Hello?', 'Are you there?']);
  }
  const answers = [chat, other].map(({ newestAnswer }) => newestAnswer.textContent());
  expect((await Promise.all(answers))[0]).toBe(await answers[1]);

  // A conversation that one tab begins, the other follows.
  await second.getByRole('button', { name: 'Menu' }).click();
  await second.getByRole('menuitem', { name: 'New conversation' }).click();
  await expect(other.log).not.toContainText('Hello?');
  await other.ask('Something else');
  await expect(visitorRows(chat)).toHaveText(['Something else']);
  await second.close();
});

test('a customer asks a question anew in mid-answer; agents see both wordings, the customer the new one', async ({
  page,
  stack,
  store,
  adminPage,
}) => {
  await page.goto(`${stack.url}/chat/demo`);
  const chat = chatIn(page);
  await expect(chat.log).toBeVisible();
  await askForLongAnswer(chat, store);
  await page.getByRole('button', { name: 'Edit the question' }).click();
  await expect(chat.composer).toHaveValue('Tell me about ferns.');
  await chat.composer.fill('Tell me about moss.');
  await chat.composer.press('Enter');
  await expect(visitorRows(chat)).toHaveText(['Tell me about moss.']);
  await chat.firstWords();
  await expect(chat.log).toContainText('edited');
  await chat.finished();
  await expect(chat.log.locator('[data-role="assistant"]')).toHaveCount(1);
  await page.reload();
  await expect(visitorRows(chat)).toHaveText(['Tell me about moss.']);

  const agentChat = chatIn(adminPage);
  await expect(async () => {
    await adminPage
      .getByRole('link', { name: /message/ })
      .first()
      .click();
    await expect(agentChat.log).toContainText('Tell me about moss.', { timeout: 1_000 });
  }).toPass();
  await expect(agentChat.log).toContainText('Tell me about ferns.');
  await expect(agentChat.log.locator('[data-role="assistant"]')).toHaveCount(2);
});

test('a customer keeps a transcript, finds an earlier conversation again, and deletes it for good', async ({
  page,
  stack,
  store,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`${stack.url}/chat/demo`);
  const chat = chatIn(page);
  await chat.ask('My name is Ann.');
  await chat.finished();
  await page.getByRole('button', { name: 'Copy the answer' }).click();
  await expect(page.getByRole('status').getByText('Copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe((await store.newestGeneration())?.text);

  const choose = async (name: string) => {
    await page.getByRole('button', { name: /^Menu/ }).click();
    await page.getByRole('menuitem', { name }).click();
  };
  const downloading = page.waitForEvent('download');
  await choose('Save as text');
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^[\p{L}\p{N}-]+-\d{4}-\d{2}-\d{2}\.txt$/u);
  expect(await readFile(await download.path(), 'utf8')).toMatch(
    /\] You:\n {4}My name is Ann\.\n\n\[.*\] AI assistant:\n {4}\S/,
  );

  await choose('New conversation');
  await expect(chat.log).not.toContainText('My name is Ann.');
  await chat.ask('Another question');
  await chat.finished();
  await choose('Earlier conversations');
  await expect(page.locator('.fd-conversation')).toHaveCount(2);
  await page.getByRole('button', { name: /My name is Ann\./ }).click();
  await expect(visitorRows(chat)).toHaveText(['My name is Ann.']);
  await page.reload();
  await expect(visitorRows(chat)).toHaveText(['My name is Ann.']);

  await choose('Delete this conversation');
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await expect(chat.log).not.toContainText('My name is Ann.');
  await choose('Earlier conversations');
  await expect(page.locator('.fd-conversation')).toHaveCount(1);
  await expect(page.getByText('My name is Ann.')).toHaveCount(0);
  expect(await store.countMessagesOf('My name is Ann.')).toBe(0);
});
