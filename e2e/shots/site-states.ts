import { expect, type Page } from '@playwright/test';
import { askedBySomebody, originOf, showEmptySite, sitePage } from './admin-stage.ts';
import type { PageState } from './states.ts';

/** Pages of a site of which nothing is known yet: what they teach. */
const emptyPages: readonly { name: string; path: string; says: string | RegExp }[] = [
  { name: 'admin-inbox-empty', path: '/admin', says: 'No conversations yet' },
  { name: 'admin-knowledge-empty', path: '/admin/knowledge', says: 'The bot knows nothing yet' },
  { name: 'admin-unanswered-empty', path: '/admin/unanswered', says: 'Nothing is waiting for an answer' },
  { name: 'admin-approved-empty', path: '/admin/approved', says: 'No approved answers yet' },
  { name: 'admin-analytics-empty', path: '/admin/analytics', says: 'No conversation began' },
  { name: 'admin-service-empty', path: '/admin/service', says: 'No messages yet' },
  { name: 'admin-canned-replies-empty', path: '/admin/settings/replies', says: 'No replies yet' },
  { name: 'admin-keys-empty', path: '/admin/settings/keys', says: 'No keys yet' },
  { name: 'admin-webhooks-empty', path: '/admin/settings/webhooks', says: 'No webhooks yet' },
  { name: 'admin-orders-empty', path: '/admin/settings/orders', says: 'No server yet' },
  { name: 'admin-identity-empty', path: '/admin/settings/identity', says: 'There is none yet' },
];

/** Pages that the gateway does not answer any more, or not yet. */
const waitingPages = [
  { name: 'knowledge', path: '/admin/knowledge' },
  { name: 'analytics', path: '/admin/analytics' },
  { name: 'service', path: '/admin/service' },
  { name: 'settings', path: '/admin/settings' },
] as const;

export const siteStates: readonly PageState[] = [
  ...emptyPages.map(
    ({ name, path, says }): PageState => ({
      ...{ name, path: '/admin/settings/account', signedIn: true },
      async show(page) {
        await showEmptySite(page, path);
        await expect(page.getByRole('main').getByText(says).first()).toBeVisible();
      },
    }),
  ),
  ...waitingPages.flatMap(({ name, path }): PageState[] => [
    {
      ...{ name: `admin-${name}-unreachable`, path, signedIn: true },
      async show(page) {
        await reload(page, (url) => page.route(url, (route) => route.abort()));
        await expect(page.getByRole('main').getByText('The server cannot be reached').first()).toBeVisible();
      },
    },
    {
      ...{ name: `admin-${name}-slow`, path, signedIn: true },
      // What is asked for stays on its way.
      show: (page) => reload(page, (url) => page.route(url, () => undefined)),
    },
  ]),
  {
    ...{
      name: 'admin-foreign-site',
      path: '/admin/knowledge?site=01890000-0000-7000-8000-000000000000',
      signedIn: true,
    },
    show: (page) => expect(page.getByText('This site is not one of yours.')).toBeVisible(),
  },
  {
    ...{ name: 'admin-viewer-inbox', path: '/admin', signedIn: 'viewer' },
    show: (page) => page.getByRole('navigation', { name: 'Conversations' }).waitFor(),
  },
  {
    ...{ name: 'admin-viewer-thread', path: '/admin', signedIn: 'viewer' },
    async show(page) {
      const conversationId = await askedBySomebody(page, 'How is a plant packed?');
      await page.goto(`${originOf(page)}/admin?conversation=${conversationId}`);
      await expect(page.getByRole('button', { name: /^Receipt/ }).first()).toBeVisible();
    },
  },
  ...viewedBy('viewer', ['knowledge', 'unanswered', 'approved', 'answering', 'sandbox', 'privacy']),
  ...viewedBy('viewer', ['settings', 'settings/prompt', 'settings/replies', 'settings/hours', 'settings/members']),
  ...viewedBy('viewer', ['settings/keys', 'settings/account']),
  ...viewedBy('agent', ['knowledge', 'settings', 'settings/hours', 'settings/members']),
];

/** Pages as somebody sees them who may change nothing, or little. */
function viewedBy(role: 'agent' | 'viewer', pages: readonly string[]): PageState[] {
  return pages.map((page) => ({
    ...{ name: `admin-${role}-${page.replace('/', '-')}`, path: `/admin/${page}`, signedIn: role, show: sitePage },
  }));
}

/** Loads the page anew with requests for data held up; the sites themselves are there. */
async function reload(page: Page, holdUp: (url: RegExp) => Promise<unknown>): Promise<void> {
  await holdUp(/\/v1\/admin\/sites\//);
  await page.reload();
  await page.getByRole('combobox', { name: 'Site' }).waitFor();
}
