import type { OrderLookUpSettings, OrderTest } from '@frontdesk/protocol';
import { expect, type Page } from '@playwright/test';
import { firstSite, request } from './admin-stage.ts';
import type { PageState } from './states.ts';

// Nobody is there, so that nobody is asked.
const url = 'http://127.0.0.1:9/orders';
const settings: OrderLookUpSettings = { url, examples: ['FE-10423', '2024/00017'], asksEmail: true };
const path = '/admin/settings/orders';

/** Whom the first site asks about orders. */
export const orderStates: readonly PageState[] = [
  {
    ...{ name: 'admin-settings-orders', path, signedIn: true },
    async show(page) {
      await request(page, 'DELETE', await lookUp(page));
      await page.reload();
      await page.getByRole('textbox', { name: 'Address' }).fill(url);
      await page.getByRole('textbox', { name: 'What do your order numbers' }).fill(settings.examples.join('\n'));
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('Copy it now')).toBeVisible();
    },
  },
  {
    ...{ name: 'admin-settings-orders-wrong', path, signedIn: true },
    async show(page) {
      await request(page, 'DELETE', await lookUp(page));
      await page.reload();
      await page.getByRole('textbox', { name: 'Address' }).fill('shop.example');
      await page.getByRole('textbox', { name: 'What do your order numbers' }).fill('FE-10423\nFE-12');
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('At least 3 digits')).toBeVisible();
    },
  },
  {
    ...{ name: 'admin-settings-orders-tried', path, signedIn: true },
    async show(page) {
      const text = 'Your order left us on Monday.\nIt arrives by Thursday, at the address that you gave.';
      const json: OrderTest = { outcome: 'found', text, error: null, tookMs: 231.4 };
      await page.route(/\/order-look-up\/test$/, (route) => route.fulfill({ json }));
      await tried(page);
      await expect(page.getByText('A customer would read this.')).toBeVisible();
    },
  },
  {
    ...{ name: 'admin-settings-orders-failed', path, signedIn: true },
    async show(page) {
      await tried(page);
      await expect(page.getByText('It did not work.')).toBeVisible();
    },
  },
  {
    ...{ name: 'admin-settings-orders-remove', path, signedIn: true },
    async show(page) {
      await isSetUp(page);
      await page.getByRole('button', { name: 'Remove…' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
];

const lookUp = async (page: Page) => `sites/${(await firstSite(page)).id}/order-look-up`;

async function isSetUp(page: Page): Promise<void> {
  await request(page, 'PUT', await lookUp(page), settings);
  await page.reload();
}

async function tried(page: Page): Promise<void> {
  await isSetUp(page);
  await page.getByRole('textbox', { name: 'Order number', exact: true }).fill('FE-10423');
  await page.getByRole('textbox', { name: 'E-mail address' }).fill('ada@shop.example');
  await page.getByRole('button', { name: 'Try it' }).click();
  await page.getByRole('heading', { name: 'Stop asking this server' }).scrollIntoViewIfNeeded();
}
