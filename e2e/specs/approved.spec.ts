import type { Browser } from '@playwright/test';
import { type Chat, chatIn } from '../browser/chat.ts';
import { expect, test } from '../browser/test.ts';

const question = 'Which plant is good for a dark bathroom?';
const right = 'A cast-iron plant. It asks for no <b>light</b> and little water.';

/** A customer nobody has talked with before, who asks. */
async function customerAsks(browser: Browser, url: string): Promise<Chat> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${url}/chat/demo`);
  const chat = chatIn(page);
  await chat.ask(question);
  await chat.finished();
  return chat;
}

test('an agent corrects an answer, whoever asks that is told the agent’s, and a deletion is undone', async ({
  adminPage,
  browser,
  stack,
  store,
}) => {
  const first = await customerAsks(browser, stack.url);
  await expect(first.newestAnswer).not.toContainText('cast-iron');
  const { conversationId } = (await store.newestGeneration()) ?? {};
  const { siteId } = await store.newestVisitor();
  await adminPage.goto(`${stack.url}/admin?site=${siteId}&conversation=${conversationId}`);
  await adminPage.getByRole('button', { name: 'Correct this answer' }).click();
  const dialog = adminPage.getByRole('dialog', { name: 'Correct this answer' });
  await expect(dialog.getByRole('textbox', { name: 'Question' })).toHaveValue(question);
  await dialog.getByRole('textbox', { name: 'Answer' }).fill('');
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await expect(dialog).toContainText('Please fill this in.');
  await dialog.getByRole('textbox', { name: 'Answer' }).fill(right);
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await expect(adminPage.getByText('Approved: whoever asks this is told yours')).toBeVisible();

  const second = await customerAsks(browser, stack.url);
  await expect(second.newestAnswer).toHaveText(right);
  const { conversationId: next } = (await store.newestGeneration()) ?? {};
  await adminPage.goto(`${stack.url}/admin?site=${siteId}&conversation=${next}`);
  await expect(adminPage.getByRole('log')).toContainText('Approved answer');

  // Another correction shows what it would replace, and replaces it only then.
  await adminPage.goto(`${stack.url}/admin?site=${siteId}&conversation=${conversationId}`);
  await adminPage.getByRole('button', { name: 'Correct this answer' }).click();
  await dialog.getByRole('textbox', { name: 'Answer' }).fill('A fern.');
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Question' })).toHaveAccessibleDescription(
    `There is an approved answer to this question already: “${right}”`,
  );
  await dialog.getByRole('button', { name: 'Replace that answer' }).click();
  await expect(adminPage.getByText('Approved: whoever asks this is told yours')).toBeVisible();

  await adminPage.goto(`${stack.url}/admin/approved?site=${siteId}`);
  const replaced = adminPage.getByRole('listitem').filter({ hasText: question });
  await expect(replaced).toContainText('A fern.');
  await replaced.getByRole('button', { name: /^Edit/ }).click();
  await adminPage.getByRole('dialog').getByRole('textbox', { name: 'Answer' }).fill(right);
  await adminPage.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await expect(replaced).toContainText('cast-iron');
  const row = adminPage.getByRole('listitem').filter({ hasText: question });
  await adminPage.getByRole('searchbox').fill('cast-iron');
  await expect(row).toContainText('It asks for no <b>light</b>');
  await row.getByRole('button', { name: /^Delete/ }).click();
  await expect(row).toHaveCount(0);
  await adminPage.getByRole('button', { name: 'Undo' }).click();
  await expect(row).toBeVisible();
  await row.getByRole('button', { name: /^Delete/ }).click();
  await expect(row).toHaveCount(0);
  const third = await customerAsks(browser, stack.url);
  await expect(third.newestAnswer).not.toContainText('cast-iron');
});
