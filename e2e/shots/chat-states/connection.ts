import { coded } from '@frontdesk/chat/testing/scripted-gateway';
import type { ErrorCode } from '@frontdesk/protocol';
import type { ChatStage } from '../chat-stage.ts';
import type { ChatState } from '../chat-state.ts';
import { asked } from '../chat-steps.ts';

/** What does not come through. */
export const connectionStates: readonly ChatState[] = [
  {
    name: 'opening-hosted',
    surface: 'hosted',
    async show({ page, gateway, chat, address }) {
      gateway.refuseNext('/v1/tickets', 'swallow');
      await page.goto(address);
      await chat.locator('.fd-opening').waitFor();
    },
  },
  {
    name: 'connecting',
    async show({ open, gateway, chat }) {
      gateway.refuseNext('conversation:open', 'swallow');
      await open();
      await chat.locator('.fd-banner').waitFor();
    },
  },
  {
    name: 'offline',
    async show(stage) {
      const { page, gateway, texts, chat, composer } = stage;
      await asked(stage);
      await page.context().setOffline(true);
      gateway.cut();
      await chat.locator('.fd-banner').waitFor();
      await composer.fill(texts.secondQuestion);
      await composer.press('Enter');
      await chat.locator('.fd-note').waitFor();
    },
  },
  {
    name: 'send-later',
    async show({ open, gateway, texts, chat, composer }) {
      gateway.refuseNext('message:send', coded('busy', 50_000));
      await open();
      await composer.fill(texts.question);
      await composer.press('Enter');
      await chat.locator('.fd-note').waitFor();
    },
  },
  { name: 'not-sent', show: (stage) => notSent(stage, 'site_limit_reached') },
  { name: 'not-sent-hosted', surface: 'hosted', show: (stage) => notSent(stage, 'site_limit_reached') },
  { name: 'not-sent-when-blocked', show: (stage) => notSent(stage, 'visitor_blocked') },
  {
    name: 'not-rated',
    async show(stage) {
      await asked(stage);
      stage.gateway.refuseNext('generation:rate', coded('generation_unknown'));
      await stage.chat.locator('.fd-action[aria-pressed]').first().click();
      await stage.chat.locator('.fd-banner-error').waitFor();
    },
  },
  {
    name: 'refused',
    async show({ page, gateway, chat, address }) {
      gateway.refuseNext('connect', coded('origin_refused'));
      await page.goto(address);
      await page.locator('frontdesk-widget .button').click();
      await chat.locator('.fd-refusal').waitFor();
    },
  },
  {
    name: 'refused-in-a-conversation',
    async show(stage) {
      await asked(stage);
      stage.gateway.refuseNext('connect', coded('site_limit_reached'));
      stage.gateway.cut();
      await stage.chat.locator('.fd-banner-error').waitFor();
    },
  },
  {
    name: 'closed-to-this-site-hosted',
    surface: 'hosted',
    async show({ page, gateway, chat, address }) {
      gateway.refuseNext('/v1/tickets', coded('origin_refused'));
      await page.goto(address);
      await chat.locator('.fd-refusal').waitFor();
    },
  },
];

async function notSent({ open, gateway, texts, chat, composer }: ChatStage, code: ErrorCode): Promise<void> {
  gateway.refuseNext('message:send', coded(code));
  await open();
  await composer.fill(texts.question);
  await composer.press('Enter');
  await chat.locator('.fd-note-error').waitFor();
}
