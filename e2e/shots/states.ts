// The list of states that a person can meet. Whoever adds something to look at adds it here, too: `npm run shots` takes a
// picture of each, in every size, scheme and direction, and the accessibility checks go through the same list.
import { expect, type Page } from '@playwright/test';
import { chatIn } from '../browser/chat.ts';
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
import { settingsStates } from './settings-states.ts';

/** A page of the real product, as its stack serves it. */
export interface PageState {
  name: string;
  path: string;
  /** Needs an agent who has signed in. */
  signedIn?: true;
  /** Waits until the page is whole, and brings it into the state. */
  show?(page: Page): Promise<void>;
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
  { name: 'docs', path: '/docs' },
  { name: 'demo-shop', path: '/demo' },
  { name: 'demo-hotel', path: '/demo/hotel' },
  { name: 'demo-software', path: '/demo/software' },
  { name: 'not-found', path: '/nothing-here' },
  { name: 'hosted-chat', path: '/chat/demo', show: (page) => expect(chatIn(page).composer).toBeVisible() },
  { name: 'admin-sign-in', path: '/admin/sign-in' },
  { name: 'admin-inbox', path: '/admin', signedIn: true },
  ...inboxStates,
  ...settingsStates,
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
  { name: 'admin-unanswered', path: '/admin/unanswered', signedIn: true, show: sitePage },
  { name: 'admin-answering', path: '/admin/answering', signedIn: true, show: sitePage },
  {
    name: 'admin-sandbox',
    path: '/admin/sandbox',
    signedIn: true,
    async show(page) {
      await sitePage(page);
      // It has its chat when it has a ticket.
      await expect(chatIn(page).composer).toBeVisible();
    },
  },
  {
    name: 'admin-analytics',
    path: '/admin/analytics',
    signedIn: true,
    show: (page) => page.getByRole('region', { name: 'Top questions' }).waitFor(),
  },
  {
    name: 'admin-service',
    path: '/admin/service?range=24h',
    signedIn: true,
    show: (page) => page.getByRole('region', { name: 'Scaling', exact: true }).waitFor(),
  },
];

/** An admin page about one site has come when the site can be chosen and nothing is on its way any more. */
async function sitePage(page: Page): Promise<void> {
  await page.getByRole('combobox').waitFor();
  await expect(page.getByText('Loading…')).toHaveCount(0);
}
