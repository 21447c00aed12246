import { chatIn } from '../browser/chat.ts';
import { expect, test } from '../browser/test.ts';

test('a customer is deleted with a receipt, and their open chat knows', async ({ page, adminPage, stack, store }) => {
  await page.goto(`${stack.url}/chat/demo`);
  const chat = chatIn(page);
  // Nothing says so: the model is asked, and remembers what it read.
  await chat.ask('Do you repair bicycles? I am Jane Roe.');
  await chat.finished();
  const { visitorId, siteId } = await store.newestVisitor();
  await adminPage.goto(`${stack.url}/admin/privacy?site=${siteId}`);
  await adminPage.getByRole('searchbox').fill(visitorId);
  await adminPage.getByRole('button', { name: 'Find' }).click();
  const found = adminPage.getByRole('list', { name: 'Customers found' });
  await expect(found).toContainText('1 conversation');

  const download = adminPage.waitForEvent('download');
  await found.getByRole('link', { name: 'Export' }).click();
  expect((await download).suggestedFilename()).toBe(`customer-${visitorId}.zip`);

  await found.getByRole('button', { name: 'Delete' }).click();
  await adminPage.getByRole('button', { name: 'Delete everything' }).click();
  await expect(adminPage.getByRole('status').filter({ hasText: 'Deleted: 1 customer, 1 conversation' })).toBeVisible();
  const receipts = adminPage.getByRole('region', { name: 'Receipts' });
  await expect(receipts.getByRole('listitem').first()).toContainText('on request');
  await expect(receipts.getByRole('listitem').first()).toContainText(/Memory of workers: \d+ KV blocks? \(/);
  expect(await store.countOfVisitor(visitorId)).toBe(0);
  await expect(chat.log).not.toContainText('Jane Roe');
});
