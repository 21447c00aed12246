import { openWidget } from '../browser/chat.ts';
import { serveHostPage } from '../browser/host-page.ts';
import { openAdminFor } from '../browser/open-admin-for.ts';
import { expect, test } from '../browser/test.ts';
import { request } from '../shots/admin-stage.ts';

test('a site that its owner removes goes from pages at once, and is back when it is restored', async ({
  page,
  stack,
  adminPage,
}) => {
  const name = 'Quince & Sons';
  const body = { name, allowedOrigins: ['http://localhost:*'] };
  const { siteId } = (await request(adminPage, 'POST', 'sites', body)) as { siteId: string };
  const { key } = (await request(adminPage, 'GET', `sites/${siteId}/settings`)) as { key: string };
  const host = await serveHostPage(
    `<!doctype html><title>Shop</title><h1>Shop</h1><script async src="${stack.url}/widget.js" data-site="${key}"></script>`,
  );
  const launcher = page.locator('frontdesk-widget .button');
  const untouched = await page.context().newPage();
  const inbox = await adminPage.context().newPage();
  try {
    await page.goto(host.url);
    await expect((await openWidget(page)).composer).toBeVisible();
    await untouched.goto(host.url);
    await expect(untouched.locator('frontdesk-widget .button')).toBeVisible();

    await inbox.goto(`${stack.url}/admin?site=${siteId}`);
    await expect(inbox.getByText('Live', { exact: true })).toBeVisible();

    await adminPage.goto(`${stack.url}/admin/settings?site=${siteId}`);
    await adminPage.getByRole('button', { name: 'Remove the site…' }).click();
    const dialog = adminPage.getByRole('dialog', { name: `Remove ${name}?` });
    await dialog.getByRole('textbox').fill('Quince');
    await dialog.getByRole('button', { name: 'Remove it' }).click();
    await expect(dialog.getByText(`This is not “${name}”.`)).toBeVisible();
    await dialog.getByRole('textbox').fill(name);
    await dialog.getByRole('button', { name: 'Remove it' }).click();
    await expect(adminPage.getByText(`${name} is removed`)).toBeVisible();
    await expect(inbox.getByText('This site was removed.')).toBeVisible();
    await inbox.reload();
    await expect(inbox.getByRole('button', { name: 'Restore the site' })).toBeVisible();
    await expect(launcher).toHaveCount(0);
    // Where the chat was not opened yet, whoever reaches for it finds that there is none.
    await untouched.locator('frontdesk-widget .button').hover();
    await expect(untouched.locator('frontdesk-widget')).toHaveCount(0);
    await page.reload();
    await page.waitForLoadState('networkidle');
    await expect(launcher).toHaveCount(0);

    await openAdminFor(adminPage, `${stack.url}/admin/settings`, name);
    await adminPage.getByRole('button', { name: 'Restore the site' }).click();
    await expect(adminPage.getByRole('heading', { name: 'Remove this site' })).toBeVisible();
    await page.reload();
    await expect(launcher).toBeVisible();
    await expect((await openWidget(page)).composer).toBeVisible();
  } finally {
    await untouched.close();
    await inbox.close();
    await host.close();
    await request(adminPage, 'POST', `sites/${siteId}/removal`, { name });
  }
});
