import type { AgentAnalytics } from '@frontdesk/protocol';
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

test('who answered a customer, and resolved it, stands among the people of the analytics', async ({
  page,
  adminPage,
  stack,
  store,
}) => {
  await page.goto(`${stack.url}/chat/demo`);
  const chat = chatIn(page);
  await chat.ask('How do I return an item?');
  await chat.finished();
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('menuitem', { name: 'Talk to a person' }).click();
  await expect(chat.log.locator('[data-role="hand-over"]')).toBeVisible();
  const { conversationId } = (await store.newestGeneration()) ?? {};
  const { siteId } = await store.newestVisitor();
  const asked = async <Answer>(path: string) =>
    (await (await adminPage.request.get(`${stack.url}/v1/admin/${path}`)).json()) as Answer;
  const { userId, name } = await asked<{ userId: string; name: string }>('me');
  // Other specs answer, too, and what they did may still be counted.
  const today = new Date().toISOString().slice(0, 10);
  const { agents } = await asked<AgentAnalytics>(
    `sites/${siteId}/analytics/agents?from=${today}&to=${today}&timeZone=UTC`,
  );
  const before = agents.find((one) => one.userId === userId) ?? { conversations: 0, replies: 0, resolved: 0 };
  await adminPage.goto(`${stack.url}/admin?site=${siteId}&conversation=${conversationId}`);
  await adminPage.getByRole('textbox', { name: 'Reply' }).fill('I will help you.');
  await adminPage.getByRole('button', { name: 'Send' }).click();
  await expect(chat.log.locator('[data-role="agent"]')).toContainText('I will help you.');
  await adminPage.getByRole('button', { name: 'Resolve', exact: true }).click();
  await expect(adminPage.getByRole('button', { name: 'Reopen' }).first()).toBeVisible();
  const people = adminPage.getByRole('region', { name: 'People', exact: true });
  const least = [before.conversations + 1, before.replies + 1, before.resolved + 1];
  let figures: number[] = [];
  // What happened is counted some seconds later.
  await expect(async () => {
    await adminPage.goto(`${stack.url}/admin/analytics?site=${siteId}&range=7`);
    const cells = people.getByRole('row').filter({ hasText: name }).getByRole('cell');
    await expect(cells.nth(2)).toBeVisible({ timeout: 5_000 });
    figures = (await cells.allInnerTexts()).slice(0, 3).map(Number);
    for (const [index, figure] of figures.entries()) expect(figure).toBeGreaterThanOrEqual(least[index] ?? 0);
  }).toPass({ timeout: 60_000 });

  const replyColumn = people.getByRole('columnheader', { name: 'Replies' });
  await expect(replyColumn).toHaveAttribute('aria-sort', 'descending');
  await replyColumn.getByRole('button').click();
  await expect(replyColumn).toHaveAttribute('aria-sort', 'ascending');
  const href = await people.getByRole('link', { name: 'CSV' }).getAttribute('href');
  const csv = await adminPage.request.get(`${stack.url}${href}`);
  expect(await csv.text()).toContain([name, ...figures, ''].join(','));
});
