import { coded } from '@frontdesk/chat/testing/scripted-gateway';
import type { ChatStage } from '../chat-stage.ts';
import type { ChatState } from '../chat-state.ts';
import { answer, asked, choose, openMenu } from '../chat-steps.ts';

/** The menu, and what it leads to. */
export const conversationsStates: readonly ChatState[] = [
  { name: 'menu', show: menu },
  { name: 'menu-hosted', surface: 'hosted', show: menu },
  {
    name: 'menu-of-first-use',
    async show(stage) {
      await stage.open();
      await choose(stage, 'sound');
      await openMenu(stage);
    },
  },
  {
    name: 'news-elsewhere',
    async show(stage) {
      await asked(stage);
      await choose(stage, 'new');
      stage.gateway.agentSays(stage.texts.agent);
      await stage.chat.locator('.fd-news-dot').waitFor();
    },
  },
  { name: 'earlier-conversations', show: earlier },
  { name: 'earlier-conversations-hosted', surface: 'hosted', show: earlier },
  {
    name: 'earlier-conversations-none',
    async show(stage) {
      await stage.open();
      await choose(stage, 'earlier');
      await stage.chat.locator('.fd-panel-note').waitFor();
    },
  },
  {
    name: 'earlier-conversations-loading',
    async show(stage) {
      stage.gateway.refuseNext('conversations:mine', 'swallow');
      await asked(stage);
      await choose(stage, 'earlier');
      await stage.chat.locator('.fd-panel-note .fd-spinner').waitFor();
    },
  },
  {
    name: 'earlier-conversations-failed',
    async show(stage) {
      stage.gateway.refuseNext('conversations:mine', coded('unavailable'));
      await asked(stage);
      await choose(stage, 'earlier');
      await stage.chat.locator('.fd-panel-note .fd-chip').waitFor();
    },
  },
  { name: 'deleting', show: deleting },
  { name: 'deleting-hosted', surface: 'hosted', show: deleting },
  {
    name: 'not-deleted',
    async show(stage) {
      stage.gateway.refuseNext('conversation:delete', coded('internal'));
      await asked(stage);
      await choose(stage, 'delete');
      await stage.chat.locator('.fd-danger').click();
      await stage.chat.locator('.fd-dialog-problem').waitFor();
    },
  },
];

async function menu(stage: ChatStage): Promise<void> {
  await asked(stage);
  await openMenu(stage);
}

async function deleting(stage: ChatStage): Promise<void> {
  await asked(stage);
  await choose(stage, 'delete');
  await stage.chat.locator('.fd-dialog').waitFor();
}

/** Three of them: of the day before yesterday, of today with news, and the one that is shown. */
async function earlier(stage: ChatStage): Promise<void> {
  const { open, gateway, texts, chat } = stage;
  await open();
  const longAgo = Date.now() - 2 * 86_400_000;
  gateway.setClock(() => new Date(longAgo));
  await answer(stage, texts.long.text, texts.answer);
  gateway.setClock(() => new Date());
  await choose(stage, 'new');
  const made = await stage.ask(texts.secondQuestion);
  await choose(stage, 'new');
  made.say(texts.answer);
  made.done();
  await answer(stage, texts.question, texts.answer);
  await choose(stage, 'earlier');
  await chat.locator('.fd-conversation').nth(2).waitFor();
}
