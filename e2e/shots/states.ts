// The list of states that a person can meet. Whoever adds something to look at adds it here, too: `npm run shots` takes a
// picture of each, in every size, scheme and direction, and the accessibility checks go through the same list.
import { expect, type Page } from '@playwright/test';
import { chatIn } from '../browser/chat.ts';
import type { Store } from '../stack/store.ts';
import { sitePage } from './admin-stage.ts';
import { inboxStates } from './admin-states.ts';
import type { ChatState } from './chat-state.ts';
import { composerStates } from './chat-states/composer.ts';
import { connectionStates } from './chat-states/connection.ts';
import { conversationStates } from './chat-states/conversation.ts';
import { conversationsStates } from './chat-states/conversations.ts';
import { feedbackStates } from './chat-states/feedback.ts';
import { fileStates } from './chat-states/files.ts';
import { firstUseStates } from './chat-states/first-use.ts';
import { launcherStates } from './chat-states/launcher.ts';
import { personStates } from './chat-states/person.ts';
import { figureStates } from './figure-states.ts';
import { knowledgeStates } from './knowledge-states.ts';
import { orderStates } from './order-states.ts';
import { privacyStates } from './privacy-states.ts';
import { setUpStates } from './set-up-states.ts';
import { settingsStates } from './settings-states.ts';
import { siteStates } from './site-states.ts';
import { threadStates } from './thread-states.ts';

export type SignedInAs = 'owner' | 'agent' | 'viewer';

/** A page of the real product, as its stack serves it. */
export interface PageState {
  name: string;
  path: string;
  /** Needs somebody who has signed in; `true`: the owner. */
  signedIn?: true | SignedInAs;
  /** Waits until the page is whole, and brings it into the state. @param store of the stack that serves it */
  show?(page: Page, store: Store): Promise<void>;
}

/** Every state that the chat can be in. */
export const chatStates: readonly ChatState[] = [
  ...launcherStates,
  ...firstUseStates,
  ...conversationStates,
  ...composerStates,
  ...fileStates,
  ...feedbackStates,
  ...personStates,
  ...conversationsStates,
  ...connectionStates,
];

/** Pages that are looked at with the content of a fresh installation. */
export const pageStates: readonly PageState[] = [
  { name: 'landing', path: '/' },
  {
    name: 'docs',
    path: '/docs',
    show: (page) => expect(page.getByRole('button', { name: 'Copy' }).first()).toBeVisible(),
  },
  { name: 'demo-shop', path: '/demo' },
  { name: 'demo-hotel', path: '/demo/hotel' },
  { name: 'demo-software', path: '/demo/software' },
  {
    name: 'demo-hotel-removed',
    path: '/demo/hotel',
    async show(page) {
      const json = { error: { code: 'site_unknown', message: 'This chat does not exist.' } };
      await page.route(/\/frame\?|\/v1\/tickets/, (route) => route.fulfill({ status: 404, json }));
      await page.reload();
      await expect(page.getByText('This demo site was removed')).toBeVisible();
    },
  },
  { name: 'not-found', path: '/nothing-here' },
  { name: 'hosted-chat', path: '/chat/demo', show: (page) => expect(page.locator('.fd-chip').first()).toBeVisible() },
  { name: 'admin-sign-in', path: '/admin/sign-in' },
  {
    name: 'admin-sign-in-wrong',
    path: '/admin/sign-in',
    async show(page) {
      // A form that is sent before the page is ready comes back empty.
      await expect(async () => {
        await page.getByRole('textbox', { name: 'E-mail' }).fill('ann@example.com');
        await page.getByRole('button', { name: 'Sign in' }).click();
        await expect(page.getByText('Please fill this in.')).toBeVisible({ timeout: 2_000 });
      }).toPass();
    },
  },
  { name: 'admin-inbox', path: '/admin', signedIn: true, show: listed },
  ...inboxStates,
  ...threadStates,
  ...settingsStates,
  ...orderStates,
  ...privacyStates,
  ...siteStates,
  ...setUpStates,
  ...figureStates,
  ...knowledgeStates,
  { name: 'admin-knowledge', path: '/admin/knowledge', signedIn: true, show: sitePage },
  {
    name: 'admin-add-fact',
    path: '/admin/knowledge',
    signedIn: true,
    async show(page) {
      await sitePage(page);
      await page.getByRole('button', { name: 'Add a fact' }).click();
    },
  },
  {
    name: 'admin-add-fact-wrong',
    path: '/admin/knowledge',
    signedIn: true,
    async show(page) {
      await page.getByRole('button', { name: 'Add a fact' }).click();
      await page.getByRole('button', { name: 'Save fact' }).click();
      await expect(page.getByText('Please fill this in.')).toBeVisible();
    },
  },
  {
    name: 'admin-import-web-site-wrong',
    path: '/admin/knowledge',
    signedIn: true,
    async show(page) {
      await page.getByRole('button', { name: 'Import a web site' }).click();
      await page.getByRole('textbox', { name: 'Address' }).fill('www.example.com');
      await page.getByRole('button', { name: 'Import', exact: true }).click();
      await expect(page.getByText('This is not a web address')).toBeVisible();
    },
  },
  {
    name: 'admin-knowledge-tried',
    path: '/admin/knowledge',
    signedIn: true,
    async show(page) {
      await page.getByRole('textbox', { name: 'Question' }).fill('How do I return a plant?');
      await page.getByRole('button', { name: 'Look up' }).click();
      await expect(page.getByRole('region', { name: 'Try a question' }).getByRole('listitem').first()).toBeVisible();
    },
  },
  { name: 'admin-unanswered', path: '/admin/unanswered', signedIn: true, show: sitePage },
  { name: 'admin-answering', path: '/admin/answering', signedIn: true, show: sitePage },
  {
    name: 'admin-sandbox',
    path: '/admin/sandbox',
    signedIn: true,
    async show(page) {
      await sitePage(page);
      await chatIn(page).read();
    },
  },
  {
    name: 'admin-analytics',
    path: '/admin/analytics',
    signedIn: true,
    show: (page) =>
      expect(
        page.getByRole('region', { name: 'Top questions' }).or(page.getByText('No conversation began')),
      ).toBeVisible(),
  },
  {
    name: 'admin-service',
    path: '/admin/service?range=24h',
    signedIn: true,
    show: (page) => page.getByRole('region', { name: 'Scaling', exact: true }).waitFor(),
  },
];

async function listed(page: Page): Promise<void> {
  await expect(page.getByText('Loading conversations…')).toHaveCount(0);
  // A phone does not show it.
  await expect(page.getByRole('region', { name: 'Service', includeHidden: true })).toBeAttached();
}
