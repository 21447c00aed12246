// The list of states that a person can meet. Whoever adds something to look at adds it here, too: `npm run shots` takes a
// picture of each, in every size, scheme and direction, and the accessibility checks go through the same list.
import { coded } from '@frontdesk/chat/testing/scripted-gateway';
import type { SiteAppearance } from '@frontdesk/protocol';
import { expect, type Page } from '@playwright/test';
import { chatIn } from '../browser/chat.ts';
import { inboxStates } from './admin-states.ts';
import type { ChatStage } from './chat-stage.ts';

/** A state of the chat, with a gateway that says what the state needs. */
export interface ChatState {
  /** Of its pictures and its test. */
  name: string;
  /** Defaults to `widget`. */
  surface?: 'widget' | 'hosted';
  /** What differs from the usual site. */
  site?: Partial<SiteAppearance>;
  /** Brings a fresh visitor's page there. */
  show(stage: ChatStage): Promise<void>;
}

/** A page of the real product, as its stack serves it. */
export interface PageState {
  name: string;
  path: string;
  /** Needs an agent who has signed in. */
  signedIn?: true;
  /** Waits until the page is whole, and brings it into the state. */
  show?(page: Page): Promise<void>;
}

export const chatStates: readonly ChatState[] = [
  {
    name: 'launcher',
    async show({ page, address }) {
      await page.goto(address);
      await expect(page.locator('frontdesk-widget .button')).toBeVisible();
    },
  },
  {
    name: 'launcher-unread',
    async show(stage) {
      const { page, texts } = stage;
      await asked(stage);
      await page.keyboard.press('Escape');
      stage.gateway.agentSays(texts.agent);
      await expect(page.locator('frontdesk-widget .badge')).toHaveText('1');
    },
  },
  {
    name: 'connecting',
    async show({ open, gateway, chat }) {
      gateway.refuseNext('conversation:open', 'swallow');
      await open();
      await expect(chat.locator('.fd-banner')).toBeVisible();
    },
  },
  { name: 'first-use', show: firstUse },
  { name: 'first-use-hosted', surface: 'hosted', show: firstUse },
  { name: 'first-use-bare', site: { greeting: '', suggestions: [] }, show: ({ open }) => open() },
  {
    name: 'waiting',
    async show({ open, ask, texts }) {
      await open();
      await ask(texts.question);
    },
  },
  {
    name: 'waiting-in-queue',
    async show({ open, ask, texts, chat }) {
      await open();
      (await ask(texts.question)).wait({ place: 4, expectedWaitMs: 17_000 });
      await expect(chat.locator('.fd-place')).toBeVisible();
    },
  },
  {
    name: 'streaming',
    async show({ open, ask, texts, chat }) {
      await open();
      (await ask(texts.question)).say(texts.answer.slice(0, 90));
      await expect(chat.locator('[data-growing]')).toBeVisible();
    },
  },
  { name: 'answered', show: asked },
  { name: 'answered-hosted', surface: 'hosted', show: asked },
  {
    name: 'markdown',
    async show(stage) {
      await stage.open();
      await answer(stage, stage.texts.question, stage.texts.markdown);
    },
  },
  {
    name: 'markdown-hosted',
    surface: 'hosted',
    async show(stage) {
      await stage.open();
      await answer(stage, stage.texts.question, stage.texts.markdown);
    },
  },
  {
    name: 'news-below',
    async show(stage) {
      const { texts, chat, gateway } = stage;
      await asked(stage);
      await answer(stage, texts.secondQuestion, texts.markdown);
      await chat.locator('.fd-scroller').evaluate((log) => log.scrollTo(0, 40));
      await expect(chat.locator('.fd-to-bottom')).toBeVisible();
      gateway.agentSays(texts.agent);
      await expect(chat.locator('.fd-to-bottom span')).toBeVisible();
    },
  },
  {
    name: 'menu',
    async show(stage) {
      await asked(stage);
      await stage.chat.locator('[aria-haspopup="menu"]').click();
      await expect(stage.chat.locator('.fd-menu')).toBeVisible();
    },
  },
  {
    name: 'editing',
    async show(stage) {
      await asked(stage);
      await stage.chat.locator('[data-role="visitor"] .fd-action').click();
      await expect(stage.chat.locator('.fd-editing')).toBeVisible();
    },
  },
  {
    name: 'earlier-conversations',
    async show(stage) {
      await asked(stage);
      await stage.chat.locator('[aria-haspopup="menu"]').click();
      await stage.chat.locator('.fd-menu-item').nth(2).click();
      await expect(stage.chat.locator('.fd-conversation')).toBeVisible();
    },
  },
  {
    name: 'deleting',
    async show(stage) {
      await asked(stage);
      await stage.chat.locator('[aria-haspopup="menu"]').click();
      await stage.chat.locator('.fd-menu-item').last().click();
      await expect(stage.chat.locator('.fd-dialog')).toBeVisible();
    },
  },
  {
    name: 'agent-answered',
    async show(stage) {
      await asked(stage);
      stage.gateway.agentSays(stage.texts.agent);
      await expect(stage.chat.locator('[data-role="agent"]')).toBeVisible();
    },
  },
  {
    name: 'handed-over',
    async show(stage) {
      await stage.open();
      const made = await answer(stage, stage.texts.secondQuestion, stage.texts.answer.slice(0, 60));
      made.handOver('person');
      await expect(stage.chat.locator('[data-role="hand-over"]')).toBeVisible();
    },
  },
  {
    name: 'person-typing',
    async show(stage) {
      await asked(stage);
      stage.gateway.agentTypes('Ada');
      await expect(stage.chat.locator('[data-role="typing"]')).toBeVisible();
    },
  },
  {
    name: 'handed-over-back-later',
    async show(stage) {
      await stage.open();
      const made = await answer(stage, stage.texts.secondQuestion, stage.texts.answer.slice(0, 60));
      made.handOver('person');
      const notice = stage.chat.locator('[data-role="hand-over"]');
      await expect(notice.locator('form')).toBeVisible();
      const tomorrow = new Date();
      tomorrow.setDate(tomorrow.getDate() + 1);
      tomorrow.setHours(9, 0, 0, 0);
      stage.gateway.peopleChange({ available: false, backAt: tomorrow.toISOString() });
      await expect(notice.locator('[data-back]')).toBeVisible();
    },
  },
  {
    name: 'stopped',
    async show({ open, ask, texts, chat }) {
      await open();
      const made = await ask(texts.question);
      made.say(texts.answer.slice(0, 60));
      made.stop();
      await expect(chat.locator('[data-state="stopped"]')).toBeVisible();
    },
  },
  {
    name: 'failed',
    async show({ open, ask, texts, chat }) {
      await open();
      (await ask(texts.question)).fail('generation_failed');
      await expect(chat.locator('[data-state="failed"]')).toBeVisible();
    },
  },
  {
    name: 'not-sent',
    async show({ open, gateway, texts, chat, composer }) {
      gateway.refuseNext('message:send', coded('site_limit_reached'));
      await open();
      await composer.fill(texts.question);
      await composer.press('Enter');
      await expect(chat.locator('[data-status="failed"]')).toBeVisible();
    },
  },
  {
    name: 'offline',
    async show(stage) {
      const { page, gateway, texts, chat, composer } = stage;
      await asked(stage);
      await page.context().setOffline(true);
      gateway.cut();
      await expect(chat.locator('.fd-banner')).toBeVisible();
      await composer.fill(texts.secondQuestion);
      await composer.press('Enter');
      await expect(chat.locator('.fd-note')).toBeVisible();
    },
  },
  {
    name: 'refused',
    async show({ open, gateway, chat }) {
      gateway.refuseNext('connect', coded('site_unknown'));
      await open();
      await expect(chat.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'closed-to-this-site-hosted',
    surface: 'hosted',
    async show({ page, gateway, chat, address }) {
      gateway.refuseNext('/v1/tickets', coded('origin_refused'));
      await page.goto(address);
      await expect(chat.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'writing-a-long-text',
    async show({ open, texts, composer }) {
      await open();
      await composer.fill(`${texts.answer}\n\n`.repeat(20));
    },
  },
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

async function firstUse({ open, chat }: ChatStage): Promise<void> {
  await open();
  await expect(chat.locator('.fd-chip').first()).toBeVisible();
}

async function asked(stage: ChatStage): Promise<void> {
  await stage.open();
  await answer(stage, stage.texts.question, stage.texts.answer);
}

/** Asks, and has the whole answer given. */
async function answer({ ask, chat, texts }: ChatStage, question: string, text: string) {
  const made = await ask(question);
  made.say(text);
  made.done(texts.sources);
  await expect(chat.locator('[data-role="assistant"]').last()).toHaveAttribute('data-state', 'done');
  return made;
}

/** An admin page about one site has come when the site can be chosen and nothing is on its way any more. */
async function sitePage(page: Page): Promise<void> {
  await page.getByRole('combobox').waitFor();
  await expect(page.getByText('Loading…')).toHaveCount(0);
}
