import type { Store } from '../stack/store.ts';
import type { Chat } from './chat.ts';

/** The model decides how long an answer gets; under the talkative prompt most stories take a second or more. */
export const stories = ['fern', 'cactus', 'clay pot', 'rose', 'gardener', 'bee'].map(
  (hero) => `Tell me a long story about a ${hero} that travels around the world.`,
);

/** Asks for stories until one has shown its first words and is still in the making: now is the time to interfere. */
export async function askUntilInMidAnswer(chat: Chat, store: Store): Promise<void> {
  for (const story of [...stories, ...stories, ...stories]) {
    await chat.ask(story);
    await chat.firstWords();
    if ((await store.newestGeneration())?.state === 'running') return;
    await chat.finished();
  }
  throw new Error('every story ended before one could interfere');
}
