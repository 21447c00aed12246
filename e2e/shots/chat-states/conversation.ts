import type { ChatState } from '../chat-state.ts';
import { answer, asked, firstSentence } from '../chat-steps.ts';
import { texts as allTexts, type Texts } from '../texts.ts';

/** Questions, and answers on their way to the end. */
export const conversationStates: readonly ChatState[] = [
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
      await chat.locator('.fd-place').waitFor();
    },
  },
  {
    name: 'streaming',
    async show({ open, ask, texts, chat }) {
      await open();
      (await ask(texts.question)).say(texts.answer.slice(0, 90));
      await chat.locator('[data-growing]').waitFor();
    },
  },
  { name: 'answered', show: answered },
  { name: 'answered-hosted', surface: 'hosted', show: answered },
  // The site's colour is too pale to be read on white.
  { name: 'answered-in-a-pale-colour', site: () => ({ colour: '#ffd84d' }), show: answered },
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
    // Each in the direction of its own words, whatever the interface has.
    name: 'two-scripts',
    site: (texts) => ({ name: otherThan(texts).long.title }),
    async show(stage) {
      const { texts, gateway, chat } = stage;
      const other = otherThan(texts);
      await stage.open();
      await answer(stage, texts.question, texts.numbers);
      await answer(stage, other.question, other.numbers, other.sources);
      gateway.agentSays(other.agent, { author: { name: other.person } });
      await chat.locator('[data-role="agent"]').waitFor();
    },
  },
  {
    name: 'markdown-in-another-script',
    async show(stage) {
      await stage.open();
      await answer(stage, stage.texts.question, otherThan(stage.texts).markdown);
    },
  },
  {
    name: 'words-that-do-not-break',
    async show(stage) {
      const { open, gateway, texts } = stage;
      await open();
      const sources = [{ id: '1', title: texts.long.word, url: 'https://fernway.example/' }];
      await answer(stage, texts.long.word, texts.long.word, sources);
      gateway.agentSays(texts.long.word, { author: { name: texts.long.title } });
      await stage.chat.locator('[data-role="agent"]').waitFor();
    },
  },
  {
    name: 'on-three-days',
    async show(stage) {
      const { open, gateway, texts, chat } = stage;
      await open();
      for (const [index, daysAgo] of [9, 1].entries()) {
        const at = Date.now() - daysAgo * 86_400_000;
        gateway.setClock(() => new Date(at));
        await answer(stage, index === 0 ? texts.question : texts.secondQuestion, firstSentence(texts));
      }
      gateway.setClock(() => new Date());
      gateway.agentSays(texts.agent);
      gateway.agentSays(texts.comment);
      await chat.locator('[data-role="agent"]').nth(1).waitFor();
    },
  },
  {
    name: 'news-below',
    async show(stage) {
      const { texts, chat, gateway } = stage;
      await asked(stage);
      await answer(stage, texts.secondQuestion, texts.markdown);
      await chat.locator('.fd-scroller').evaluate((log) => log.scrollTo(0, 40));
      await chat.locator('.fd-to-bottom').waitFor();
      gateway.agentSays(texts.agent);
      await chat.locator('.fd-to-bottom span').waitFor();
    },
  },
  {
    name: 'stopped',
    async show({ open, ask, texts, chat }) {
      await open();
      const made = await ask(texts.question);
      made.say(texts.answer.slice(0, 60));
      made.stop();
      await chat.locator('[data-state="stopped"]').waitFor();
    },
  },
  {
    name: 'failed',
    async show({ open, ask, texts, chat }) {
      await open();
      (await ask(texts.question)).fail('generation_failed');
      await chat.locator('[data-state="failed"]').waitFor();
    },
  },
  {
    name: 'failed-in-the-middle',
    async show({ open, ask, texts, chat }) {
      await open();
      const made = await ask(texts.question);
      made.say(texts.answer.slice(0, 60));
      made.fail('generation_failed');
      await chat.locator('[data-state="failed"]').waitFor();
    },
  },
];

async function answered(...[stage]: Parameters<ChatState['show']>): Promise<void> {
  await asked(stage);
}

function otherThan(texts: Texts): Texts {
  return texts === allTexts.ar ? allTexts.en : allTexts.ar;
}
