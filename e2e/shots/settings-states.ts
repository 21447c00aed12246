import { expect, type Page } from '@playwright/test';
import type { PageState } from './states.ts';

/** The settings, and the approved answers, of the first site. */
export const settingsStates: readonly PageState[] = [
  { name: 'admin-settings-site', path: '/admin/settings', signedIn: true, show: previewed },
  { name: 'admin-settings-prompt', path: '/admin/settings/prompt', signedIn: true, show: shown('Versions') },
  {
    name: 'admin-settings-prompt-compared',
    path: '/admin/settings/prompt',
    signedIn: true,
    async show(page) {
      await page.getByRole('textbox', { name: 'System prompt' }).fill('Be kind.\nSay what you know, and no more.');
      await expect(page.getByRole('figure')).toBeVisible();
    },
  },
  { name: 'admin-settings-members', path: '/admin/settings/members', signedIn: true, show: shown('Invite somebody') },
  { name: 'admin-settings-keys', path: '/admin/settings/keys', signedIn: true, show: shown('Make a key') },
  {
    name: 'admin-settings-keys-wrong',
    path: '/admin/settings/keys',
    signedIn: true,
    async show(page) {
      await page.getByRole('checkbox', { name: 'Ask questions' }).uncheck();
      await page.getByRole('button', { name: 'Make a key' }).click();
      await expect(page.getByText('Choose at least one.')).toBeVisible();
    },
  },
  { name: 'admin-settings-identity', path: '/admin/settings/identity', signedIn: true, show: shown('On your server') },
  { name: 'admin-settings-changes', path: '/admin/settings/changes', signedIn: true, show: shown('Changes') },
  { name: 'admin-settings-account', path: '/admin/settings/account', signedIn: true, show: shown('Password') },
  {
    name: 'admin-answering-sampled',
    path: '/admin/answering',
    signedIn: true,
    async show(page) {
      await page.getByRole('radio', { name: 'Word freely, guarded' }).check();
      await page.getByRole('textbox', { name: 'Temperature' }).fill('9');
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('Not more than 1.5.')).toBeVisible();
    },
  },
  { name: 'admin-approved', path: '/admin/approved', signedIn: true, show: approved },
  {
    name: 'admin-approved-edit',
    path: '/admin/approved',
    signedIn: true,
    async show(page) {
      await page.getByRole('button', { name: 'Add an answer' }).click();
      await page.getByRole('button', { name: 'Approve', exact: true }).click();
      await expect(page.getByText('Please fill this in.').first()).toBeVisible();
    },
  },
  {
    name: 'admin-approved-undo',
    path: '/admin/approved',
    signedIn: true,
    async show(page) {
      await approved(page);
      await page
        .getByRole('button', { name: /^Delete/ })
        .first()
        .click();
      await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
    },
  },
];

function shown(heading: string): (page: Page) => Promise<void> {
  return (page) => expect(page.getByRole('heading', { name: heading, exact: true })).toBeVisible();
}

async function previewed(page: Page): Promise<void> {
  await expect(page.getByRole('complementary', { name: 'Preview' }).getByRole('textbox')).toBeVisible();
}

/** There is one at least. */
async function approved(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add an answer' }).click();
  await page.getByRole('textbox', { name: 'Question' }).fill(`Do you ship to Norway by ${Date.now()}?`);
  await page.getByRole('textbox', { name: 'Answer' }).fill('Yes, within five working days.\nShipping costs €12.');
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Approved answers' })).toBeVisible();
}
