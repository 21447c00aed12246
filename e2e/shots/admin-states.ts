import { expect, type Page } from '@playwright/test';
import type { PageState } from './states.ts';

/** States of the agents' inbox, on conversations that are begun for them. */
export const inboxStates: readonly PageState[] = [
  {
    name: 'admin-inbox-loading',
    path: '/admin',
    signedIn: true,
    async show(page) {
      // The page is there, and its connection is not.
      await page.routeWebSocket(/\/socket\.io\//, () => undefined);
      await page.route(/\/socket\.io\//, () => undefined);
      await page.reload();
      await expect(page.getByText('Loading conversations…')).toBeAttached();
    },
  },
  {
    name: 'admin-inbox-filtered-empty',
    path: '/admin',
    signedIn: true,
    async show(page) {
      await page.getByRole('button', { name: 'Snoozed' }).click();
      await page.getByRole('button', { name: 'Filter' }).click();
      await page.getByRole('checkbox', { name: 'Unread only' }).check();
      await expect(page.getByText('None here is as the filter says.')).toBeVisible();
    },
  },
  {
    name: 'admin-inbox-nothing-found',
    path: '/admin',
    signedIn: true,
    async show(page) {
      await page.getByRole('searchbox').fill('zyzzyva');
      await expect(page.getByText('No message here has all of')).toBeVisible();
    },
  },
  {
    name: 'admin-inbox-notifications',
    path: '/admin',
    signedIn: true,
    async show(page) {
      await page.getByRole('button', { name: 'Notifications' }).click();
      await expect(page.getByRole('checkbox', { name: 'Sound' })).toBeVisible();
    },
  },
  {
    name: 'admin-hours',
    path: '/admin/settings/hours',
    signedIn: true,
    async show(page) {
      await page.getByRole('checkbox', { name: 'We have hours' }).check();
      await page.getByRole('radio', { name: 'These people' }).check();
      await page.getByRole('button', { name: 'More hours on Tuesday' }).click();
      await expect(page.getByLabel('Tuesday, from')).toHaveCount(2);
    },
  },
  {
    name: 'admin-hours-wrong',
    path: '/admin/settings/hours',
    signedIn: true,
    async show(page) {
      await page.getByRole('checkbox', { name: 'We have hours' }).check();
      await page.getByRole('radio', { name: 'These people' }).check();
      for (const person of await page.getByRole('group', { name: 'To whom' }).getByRole('checkbox').all())
        await person.uncheck();
      await page.getByRole('button', { name: 'More hours on Tuesday' }).click();
      await page.getByLabel('Tuesday, from').last().fill('10:00');
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('These hours overlap.')).toBeVisible();
      await expect(page.getByText('Choose at least one person.')).toBeVisible();
    },
  },
  { name: 'admin-hours-nobody', path: '/admin/settings/hours', signedIn: true, show: nobody },
  { name: 'admin-inbox-thread', path: '/admin', signedIn: true, show: openThread },
  {
    name: 'admin-inbox-notes',
    path: '/admin',
    signedIn: true,
    async show(page) {
      await openThread(page);
      // On a phone the rest of the composer comes with the focus.
      await page.getByRole('textbox', { name: 'Reply' }).focus();
      await page.getByRole('button', { name: 'Note', exact: true }).click();
      await page.getByRole('textbox', { name: 'Note' }).fill('Has asked the same before. Be generous.');
      await page.getByRole('button', { name: 'Add note' }).click();
      await expect(page.locator('[data-role="note"]').last()).toBeVisible();
    },
  },
  {
    name: 'admin-inbox-receipt',
    path: '/admin',
    signedIn: true,
    async show(page) {
      await openThread(page);
      await page
        .getByRole('button', { name: /^Receipt/ })
        .first()
        .click();
      // Beside the thread, or over it where there is no room.
      await expect(page.getByRole('heading', { name: 'Answer receipt' }).locator('visible=true')).toBeVisible();
    },
  },
  {
    name: 'admin-inbox-canned-replies',
    path: '/admin',
    signedIn: true,
    async show(page) {
      await haveReplies(page);
      await openThread(page);
      await page.getByRole('textbox', { name: 'Reply' }).pressSequentially('/');
      await expect(page.getByRole('listbox', { name: 'Canned replies' })).toBeVisible();
    },
  },
  {
    name: 'admin-canned-replies',
    path: '/admin/settings/replies',
    signedIn: true,
    async show(page) {
      await haveReplies(page);
      await page.reload();
      await expect(page.getByText('/hello')).toBeVisible();
    },
  },
  {
    name: 'admin-add-canned-reply',
    path: '/admin/settings/replies',
    signedIn: true,
    async show(page) {
      await page.getByRole('button', { name: 'Add a reply' }).first().click();
      await page.getByRole('button', { name: 'Save reply' }).click();
      await expect(page.getByText('Please fill this in.').first()).toBeVisible();
    },
  },
];

async function nobody(page: Page): Promise<void> {
  await page.getByRole('radio', { name: /^Never/ }).check();
  await expect(page.getByText('The assistant then offers nobody.')).toBeVisible();
}

const question = 'Which plant is good for a dark hallway, and how is it sent?';
const origin = (page: Page): string => new URL(page.url()).origin;

/** By the stack's address: the conversation of a customer who has asked. */
const begun = new Map<string, string>();

/** Opens it; the first state that needs it has it begun. */
async function openThread(page: Page): Promise<void> {
  const address = origin(page);
  if (!begun.has(address)) {
    const asked = await page.request.post(`${address}/v1/chat`, {
      data: { siteKey: 'demo', message: question },
      headers: { origin: address },
    });
    const { conversationId } = (await asked.json()) as { conversationId: string };
    begun.set(address, conversationId);
  }
  await page.goto(`${address}/admin?conversation=${begun.get(address)}`);
  await expect(page.getByRole('log')).toContainText(question);
  await expect(page.getByRole('button', { name: /^Receipt/ }).first()).toBeVisible();
}

async function haveReplies(page: Page): Promise<void> {
  const sites = (await (await page.request.get(`${origin(page)}/v1/admin/sites`)).json()) as { id: string }[];
  const replies = [
    { shortcut: 'hello', text: 'Hello {name}, I am {agent}. Let me look into it.' },
    { shortcut: 'returns', text: 'You can return any item within 30 days. The label is free.' },
  ];
  for (const data of replies) {
    // They may be there already, from a state before.
    await page.request.post(`${origin(page)}/v1/admin/sites/${sites[0]?.id}/canned-replies`, {
      data,
      headers: { origin: origin(page) },
    });
  }
}
