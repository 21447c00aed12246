import type { Store } from '../stack/store.ts';
import type { Chat } from './chat.ts';

/** Of every answer in free wording, whatever the model would say: two seconds or more, so that one can interfere. */
export const longAnswerTokens = 600;

/** Asks, and waits for the first words of a long answer: now is the time to interfere. */
export async function askForLongAnswer(chat: Chat, store: Store): Promise<void> {
  await store.publishPlainPrompt('demo');
  await chat.ask('Tell me about ferns.');
  await chat.firstWords();
}
