import type { ChatState } from '../chat-state.ts';
import { asked, backAfterAnswer } from '../chat-steps.ts';

/** What a customer says of what they were told. */
export const feedbackStates: readonly ChatState[] = [
  {
    name: 'thumb-up',
    async show(stage) {
      await asked(stage);
      await stage.chat.locator('.fd-action[aria-pressed]').first().click();
      await stage.chat.locator('.fd-action[aria-pressed="true"]').waitFor();
    },
  },
  {
    name: 'thumb-down',
    async show(stage) {
      await asked(stage);
      await stage.chat.locator('.fd-action[aria-pressed]').nth(1).click();
      await stage.chat.locator('.fd-actions textarea').waitFor();
    },
  },
  {
    name: 'thumb-down-and-why',
    async show(stage) {
      await asked(stage);
      await stage.chat.locator('.fd-action[aria-pressed]').nth(1).click();
      await stage.chat.locator('.fd-actions textarea').fill(stage.texts.comment);
      await stage.chat.locator('.fd-actions .fd-button').first().click();
      await stage.chat.locator('.fd-comment').waitFor();
    },
  },
  { name: 'end-solved', show: backAfterAnswer },
  {
    name: 'end-not-solved',
    async show(stage) {
      await backAfterAnswer(stage);
      await stage.chat.locator('[data-stage="ask-solved"] .fd-button').nth(1).click();
      await stage.chat.locator('[data-stage="offer-person"]').waitFor();
    },
  },
  {
    name: 'end-rating',
    async show(stage) {
      await backAfterAnswer(stage);
      await stage.chat.locator('[data-stage="ask-solved"] .fd-button').first().click();
      await stage.chat.locator('[data-stage="rate"]').waitFor();
    },
  },
  {
    name: 'end-rated',
    async show(stage) {
      await backAfterAnswer(stage);
      await stage.chat.locator('[data-stage="ask-solved"] .fd-button').first().click();
      await stage.chat.locator('.fd-star').nth(3).click();
      await stage.chat.locator('[data-stage="rate"] textarea').waitFor();
    },
  },
  {
    name: 'end-rated-and-why',
    async show(stage) {
      await backAfterAnswer(stage);
      await stage.chat.locator('[data-stage="ask-solved"] .fd-button').first().click();
      await stage.chat.locator('.fd-star').nth(4).click();
      await stage.chat.locator('[data-stage="rate"] textarea').fill(stage.texts.comment);
      await stage.chat.locator('[data-stage="rate"] .fd-button').click();
      await stage.chat.locator('[data-stage="rate"] .fd-thanks').waitFor();
    },
  },
];
