import * as z from 'zod/mini';
import type { ChatState, Outgoing } from '../state/chat-state.ts';
import type { ChatStore } from '../state/chat-store.ts';
import { type ChatStorage, readStored } from './chat-storage.ts';

/** Remembers, for a reload, which conversation the visitor turned to; later, the newest is what they come back to. */
export interface ChosenConversation {
  /** What a page begins with: where the visitor had turned to, or had written what is still to begin a conversation. */
  begin(outgoing: readonly Outgoing[]): Begun;
  /**
   * The same after a letter, whatever was turned to here before.
   * @param conversationId the letter's; null: the newest
   */
  beginByLetter(outgoing: readonly Outgoing[], conversationId: string | null): Begun;
  /** What begins, or is found, is what a reload comes back to, and not the place where it was still to begin. */
  follow(store: ChatStore): void;
  /** @param conversationId null: one that is still to begin */
  keep(conversationId: string | null): void;
  forget(): void;
}

type Begun = Pick<ChatState, 'outgoing' | 'conversationId' | 'blank'>;

const stored = z.object({ conversationId: z.nullable(z.uuid()), at: z.number() });
const keptForMs = 60 * 60 * 1000;

export function createChosenConversation(storage: ChatStorage, siteKey: string): ChosenConversation {
  const key = `frontdesk:${siteKey}:conversation`;

  function restore(): z.infer<typeof stored> | null {
    const kept = readStored(storage, key, stored);
    return kept !== null && Date.now() - kept.at < keptForMs ? kept : null;
  }

  const keep = (conversationId: string | null) => storage.set(key, JSON.stringify({ conversationId, at: Date.now() }));
  const forget = () => storage.remove(key);

  return {
    begin(outgoing) {
      const chosen = restore();
      const conversationId = chosen === null ? null : chosen.conversationId;
      const begins = outgoing.some((one) => one.begins && one.status === 'sending');
      return { outgoing, conversationId, blank: chosen === null ? begins : conversationId === null };
    },
    beginByLetter(outgoing, conversationId) {
      forget();
      if (conversationId !== null) keep(conversationId);
      return { outgoing, conversationId, blank: false };
    },
    follow({ getState, subscribe }) {
      let shown = getState().conversationId;
      subscribe(() => {
        const { conversationId } = getState();
        if (shown === null && conversationId !== null && restore() !== null) keep(conversationId);
        shown = conversationId;
      });
    },
    keep,
    forget,
  };
}
