// Ways that several states begin with. They wait for what is there in the page itself, which is quicker than asking again and again.
import type { ScriptedAnswer } from '@frontdesk/chat/testing/scripted-gateway';
import type { AnswerSource } from '@frontdesk/protocol';
import type { ChatStage } from './chat-stage.ts';
import type { Texts } from './texts.ts';

/** The entries of the chat's menu, in their order. */
const menuItems = ['new', 'person', 'earlier', 'sound', 'text', 'markdown', 'delete'] as const;

/** Of the answer. */
export const firstSentence = ({ answer }: Texts): string => answer.slice(0, answer.indexOf('. ') + 1);

/** A first question and its answer. */
export async function asked(stage: ChatStage): Promise<ScriptedAnswer> {
  await stage.open();
  return answer(stage, stage.texts.question, stage.texts.answer);
}

/** Asks, and has the whole answer given. */
export async function answer(
  { ask, chat, texts }: ChatStage,
  question: string,
  text: string,
  sources: AnswerSource[] = texts.sources,
): Promise<ScriptedAnswer> {
  const made = await ask(question);
  made.say(text);
  made.done(sources);
  await chat.locator(`[data-generation="${made.generationId}"][data-state="done"]`).waitFor();
  return made;
}

export async function openMenu({ chat }: ChatStage): Promise<void> {
  await chat.locator('[aria-haspopup="menu"]').click();
  await chat.locator('.fd-menu').waitFor();
}

export async function choose(stage: ChatStage, item: (typeof menuItems)[number]): Promise<void> {
  await openMenu(stage);
  await stage.chat.locator('.fd-menu-item').nth(menuItems.indexOf(item)).click();
  // What comes where it was is not pointed at.
  await stage.page.mouse.move(0, 0);
}

/** An answer that rests on sources, after which the customer closed the chat and came back. */
export async function backAfterAnswer(stage: ChatStage): Promise<void> {
  await asked(stage);
  await stage.page.keyboard.press('Escape');
  await stage.page.locator('frontdesk-widget .button').click();
  await stage.chat.locator('[data-stage="ask-solved"]').waitFor();
}
