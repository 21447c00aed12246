import { chatIn } from '../browser/chat.ts';
import { expect, test } from '../browser/test.ts';

test('who is blocked stands in a list, from which they are let write again', async ({
  page,
  stack,
  store,
  adminPage,
}) => {
  await page.goto(`${stack.url}/chat/demo`);
  const chat = chatIn(page);
  await chat.ask('Buy my watches!');
  await chat.finished();
  await store.nameNewestVisitor('Eve Mallory');
  const { siteId } = await store.newestVisitor();
  const { conversationId } = (await store.newestGeneration()) ?? {};
  await adminPage.goto(`${stack.url}/admin?site=${siteId}&conversation=${conversationId}`);
  await adminPage.getByRole('button', { name: 'Block', exact: true }).click();
  await expect(adminPage.getByRole('button', { name: 'Blocked', exact: true })).toBeVisible();

  await adminPage.goto(`${stack.url}/admin/settings?site=${siteId}`);
  await adminPage
    .getByRole('navigation', { name: 'Settings' })
    .getByRole('link', { name: 'Blocked customers' })
    .click();
  const row = adminPage.getByRole('list', { name: 'Blocked customers' }).getByRole('listitem').first();
  await expect(row).toContainText(/Eve Mallory\s*Blocked by /);
  await adminPage.getByRole('button', { name: 'Unblock Eve Mallory' }).click();
  await expect(adminPage.getByText('Eve Mallory can write again.')).toBeVisible();
  await expect(adminPage.getByRole('button', { name: 'Unblock Eve Mallory' })).toHaveCount(0);
  await chat.ask('How do I return an item?');

  await adminPage.getByRole('button', { name: 'Undo' }).click();
  await row.getByRole('link', { name: 'Conversation' }).click();
  await expect(adminPage.getByRole('log')).toContainText('Buy my watches!');
  await expect(adminPage.getByRole('button', { name: 'Blocked', exact: true })).toBeVisible();
});
