import type { Page } from '@playwright/test';
import { chatIn } from '../browser/chat.ts';
import { serveHostPage } from '../browser/host-page.ts';
import { expect, test } from '../browser/test.ts';

const name = 'Zinnia & Sons';

test('a new site’s inbox says what is left to set up, ticks it as it is done, and is put away', async ({
  adminPage,
  page,
  stack,
}) => {
  const post = (path: string, data: object) =>
    adminPage.request.post(`${stack.url}/v1/admin/${path}`, { headers: { origin: stack.url }, data });
  const made = await post('sites', { name, allowedOrigins: ['http://localhost:*'] });
  const { siteId } = (await made.json()) as { siteId: string };
  await adminPage.goto(`${stack.url}/admin?site=${siteId}`);
  const list = adminPage.getByRole('region', { name: 'Set up the site' });
  await expect(list).toContainText(`Get ${name} ready`);
  await expect(list.getByRole('status')).toHaveText('0 of 6 done');

  // What was looked at last is there again, though the address does not name it.
  await adminPage.goto(`${stack.url}/admin`);
  await expect(list).toContainText(`Get ${name} ready`);

  await list.getByRole('link', { name: 'Add knowledge' }).click();
  await adminPage.waitForURL(/\/admin\/knowledge\?site=/);
  await post(`sites/${siteId}/facts`, { title: 'Opening hours', text: 'We are open from 9 to 5.' });
  await adminPage.goto(`${stack.url}/admin`);
  await expect(list.getByRole('status')).toHaveText('1 of 6 done');
  await expect(list).toContainText('1 fact');

  await list.getByRole('link', { name: 'Open the sandbox' }).click();
  const chat = chatIn(adminPage.getByRole('main'));
  await chat.composer.fill('When are you open?');
  await chat.composer.press('Enter');
  await chat.finished();
  await adminPage.goto(`${stack.url}/admin`);
  await expect(list.getByRole('status')).toHaveText('2 of 6 done');

  await list.getByText('Put it on your page').click();
  const line = (await list.locator('code').filter({ visible: true }).textContent()) ?? '';
  expect(line).toContain(`${stack.url}/widget.js`);
  await expect(list).toContainText('Not seen on your site yet');
  const shop = await serveHostPage(`<!doctype html><title>A shop</title><h1>Zinnias</h1>${line}`);
  await page.goto(shop.url);
  await expect(page.getByRole('button', { name: /chat/i })).toBeVisible();
  // By itself: nobody loads the page anew.
  await expect(list.getByRole('status')).toHaveText('3 of 6 done');
  await expect(list).toContainText('seen since');

  await putAway(adminPage, siteId);
  await shop.close();
  await post(`sites/${siteId}/removal`, { name });
});

async function putAway(adminPage: Page, siteId: string): Promise<void> {
  const list = adminPage.getByRole('region', { name: 'Set up the site' });
  await list.getByRole('button', { name: 'Hide this list' }).click();
  await expect(list).toHaveCount(0);
  await adminPage.getByRole('button', { name: 'Undo' }).click();
  await expect(list).toBeVisible();
  await list.getByRole('button', { name: 'Hide this list' }).click();
  await adminPage.goto(`${new URL(adminPage.url()).origin}/admin?site=${siteId}`);
  await expect(adminPage.getByText('Choose a conversation')).toBeVisible();
  await expect(list).toHaveCount(0);
}
