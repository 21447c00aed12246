import { chatIn } from '../browser/chat.ts';
import { expect, test } from '../browser/test.ts';

test('after real answers the service panel says that the promise is kept, and analytics count them', async ({
  page,
  adminPage,
  stack,
}) => {
  await page.goto(`${stack.url}/chat/demo`);
  const chat = chatIn(page);
  await chat.ask('How do I return an item?');
  await chat.finished();

  const { sites } = await adminPage.evaluate(async () => ({
    sites: (await (await fetch('/v1/admin/sites')).json()) as { id: string; key: string }[],
  }));
  const siteId = sites.find(({ key }) => key === 'demo')?.id ?? '';
  await adminPage.goto(`${stack.url}/admin/service?site=${siteId}`);
  const verdict = adminPage.getByRole('region', { name: 'The promise' });
  // On a busy machine a first answer may be late: then it says so.
  await expect(verdict.getByRole('heading')).toHaveText(/^Promise (kept|broken)/, { timeout: 15_000 });
  await expect(verdict).toContainText(/of \d+ messages? in the last 15 minutes/);
  const workers = adminPage.getByRole('region', { name: 'Workers', exact: true });
  await expect(workers.getByRole('row')).toHaveCount(2);
  await expect(workers).toContainText('Ready');

  await adminPage.goto(`${stack.url}/admin/analytics?site=${siteId}&range=7`);
  await expect(adminPage.getByText('Conversations').first()).toBeVisible();
  // What happened is counted some seconds later.
  await expect(async () => {
    await adminPage.reload();
    const card = adminPage.getByRole('region', { name: 'Messages', exact: true });
    await card.getByRole('button', { name: 'Messages as a table' }).click({ timeout: 5_000 });
    const today = card.getByRole('row').nth(1);
    const counts = (await today.getByRole('cell').allInnerTexts()).map(Number);
    expect(counts[0]).toBeGreaterThan(0);
    expect(counts[1]).toBeGreaterThan(0);
  }).toPass({ timeout: 30_000 });
  const href = await adminPage.getByRole('link', { name: 'CSV by day' }).getAttribute('href');
  const csv = await adminPage.request.get(`${stack.url}${href}`);
  expect((await csv.text()).trim().split('\r\n')).toHaveLength(8);
});
