import { expect, type Page } from '@playwright/test';
import { askedBySomebody, originOf, sitePage } from './admin-stage.ts';
import type { PageState } from './states.ts';

/** What is kept of customers, found and deleted. */
export const privacyStates: readonly PageState[] = [
  { name: 'admin-privacy', path: '/admin/privacy', signedIn: true, show: sitePage },
  { name: 'admin-privacy-found', path: '/admin/privacy', signedIn: true, show: findCustomer },
  {
    name: 'admin-privacy-delete',
    path: '/admin/privacy',
    signedIn: true,
    async show(page) {
      await findCustomer(page);
      await page.getByRole('button', { name: 'Delete' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'admin-privacy-receipt',
    path: '/admin/privacy',
    signedIn: true,
    async show(page) {
      await findCustomer(page);
      await page.getByRole('button', { name: 'Delete' }).click();
      await page.getByRole('button', { name: 'Delete everything' }).click();
      await expect(page.getByText(/^Deleted: /)).toBeVisible();
      await page.getByRole('region', { name: 'Receipts' }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'admin-privacy-wrong',
    path: '/admin/privacy',
    signedIn: true,
    async show(page) {
      await page.getByRole('button', { name: 'Find' }).click();
      await page.getByRole('radio', { name: /^For a number of days/ }).check();
      await page.getByRole('spinbutton', { name: 'Days' }).fill('0');
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('Give a whole number of days')).toBeVisible();
      await expect(page.getByText('At least 2 characters.')).toBeVisible();
    },
  },
  {
    name: 'admin-privacy-nobody',
    path: '/admin/privacy?customer=zyzzyva',
    signedIn: true,
    show: (page) => expect(page.getByText('No customer of this site matches.')).toBeVisible(),
  },
];

/** Somebody who has asked, by the way that leads here from their conversation. */
async function findCustomer(page: Page): Promise<void> {
  const conversationId = await askedBySomebody(page, 'How is a plant packed?');
  await page.goto(`${originOf(page)}/admin?conversation=${conversationId}`);
  await expect(page.getByRole('log')).toContainText('How is a plant packed?');
  // Beside the thread; where there is no room for it, it is not to be seen.
  const link = page.locator('a[href*="/admin/privacy"]').filter({ hasText: 'Export or delete' });
  await page.goto(`${originOf(page)}${await link.getAttribute('href')}`);
  await expect(page.getByRole('list', { name: 'Customers found' })).toBeVisible();
}
