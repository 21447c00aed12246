import { limits } from '@frontdesk/protocol';
import type { ChatState } from '../chat-state.ts';
import { answer, asked } from '../chat-steps.ts';

/** What is being written. */
export const composerStates: readonly ChatState[] = [
  {
    name: 'writing-a-long-text',
    async show({ open, texts, composer }) {
      await open();
      await composer.fill(`${texts.answer}\n\n`.repeat(20));
    },
  },
  {
    name: 'writing-too-long-a-text',
    async show({ open, texts, composer, chat }) {
      await open();
      await composer.fill(texts.question.padEnd(limits.messageChars + 12, '.'));
      await chat.locator('[data-over]').waitFor();
    },
  },
  {
    name: 'editing',
    async show(stage) {
      await asked(stage);
      await stage.chat.locator('[data-role="visitor"] .fd-action').click();
      await stage.chat.locator('.fd-editing').waitFor();
    },
  },
  {
    name: 'edited',
    async show(stage) {
      await asked(stage);
      await stage.chat.locator('[data-role="visitor"] .fd-action').click();
      await answer(stage, stage.texts.secondQuestion, stage.texts.answer);
      await stage.chat.getByText(stage.texts.question, { exact: true }).waitFor({ state: 'detached' });
    },
  },
];
