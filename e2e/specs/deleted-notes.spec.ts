import { chatIn } from '../browser/chat.ts';
import { inviteAgent } from '../browser/invite-agent.ts';
import { expect, test } from '../browser/test.ts';

test('an agent deletes a note of theirs: it leaves the thread of a colleague who looks, and nobody finds it', async ({
  page,
  stack,
  store,
  adminPage,
  browser,
}) => {
  await page.goto(`${stack.url}/chat/demo`);
  const chat = chatIn(page);
  await chat.ask('Do you sell bonsai?');
  await chat.finished();
  const { siteId } = await store.newestVisitor();
  const { conversationId } = (await store.newestGeneration()) ?? {};
  const thread = `${stack.url}/admin?site=${siteId}&conversation=${conversationId}`;
  const cleo = await inviteAgent(browser, stack, { page: adminPage, name: 'Cleo' });
  await cleo.page.goto(thread);
  await adminPage.goto(thread);
  const note = async (by: typeof adminPage, text: string) => {
    await by.getByRole('button', { name: 'Note', exact: true }).click();
    await by.getByRole('textbox', { name: 'Note' }).fill(text);
    await by.getByRole('button', { name: 'Add note' }).click();
    await expect(by.locator('[data-role="note"]').last()).toContainText(text);
    await expect(by.locator('[data-pending]')).toHaveCount(0);
  };
  await note(adminPage, 'Be generous.');
  await note(cleo.page, 'Paid with a zebracard.');

  // What another one has noted an agent can’t delete.
  const notes = cleo.page.locator('[data-role="note"]');
  await expect(notes.first()).toContainText('Be generous.');
  await expect(notes.first().getByRole('button')).toHaveCount(0);
  await notes.last().getByRole('button', { name: 'Delete this note' }).click();
  const dialog = cleo.page.getByRole('dialog', { name: 'Delete your note?' });
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await notes.last().getByRole('button', { name: 'Delete this note' }).press('Enter');
  await dialog.getByRole('button', { name: 'Delete it' }).click();
  for (const one of [cleo.page, adminPage]) {
    await expect(one.getByRole('log')).not.toContainText('zebracard');
    await expect(one.getByRole('log')).toContainText('Cleo deleted a note');
  }
  // The focus stays in the thread.
  await expect(cleo.page.locator('[role="log"]:focus, [role="log"] :focus')).toHaveCount(1);
  await adminPage.reload();
  await expect(adminPage.getByRole('log')).toContainText('Cleo deleted a note');
  await expect(adminPage.getByRole('log')).not.toContainText('zebracard');
  await adminPage.getByRole('searchbox').fill('zebracard');
  await expect(adminPage.getByText('No message or note here')).toBeVisible();
  await cleo.close();
});
