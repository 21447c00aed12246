import * as z from 'zod/mini';
import type { ChatStorage } from './chat-storage.ts';

/** The conversation that the visitor turned to: an earlier one, or (null) one that is still to begin. */
export interface ChosenConversation {
  conversationId: string | null;
}

/** Remembers it for a reload; later, the newest conversation is what a visitor comes back to. */
export interface ChosenConversations {
  restore(): ChosenConversation | null;
  keep(chosen: ChosenConversation): void;
  forget(): void;
}

const stored = z.object({ conversationId: z.nullable(z.uuid()), at: z.number() });
const keptForMs = 60 * 60 * 1000;

export function createChosenConversations(storage: ChatStorage, siteKey: string): ChosenConversations {
  const key = `frontdesk:${siteKey}:conversation`;
  return {
    restore() {
      try {
        const parsed = stored.safeParse(JSON.parse(storage.get(key) ?? ''));
        if (!parsed.success || !(Date.now() - parsed.data.at < keptForMs)) return null;
        return { conversationId: parsed.data.conversationId };
      } catch {
        // Nothing kept, or not by this chat.
        return null;
      }
    },
    keep: ({ conversationId }) => storage.set(key, JSON.stringify({ conversationId, at: Date.now() })),
    forget: () => storage.remove(key),
  };
}
