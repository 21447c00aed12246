import * as z from 'zod/mini';
import type { ChatStorage } from './chat-storage.ts';
import type { AskedSolved } from './feedback-state.ts';

const stored = z.object({ conversationId: z.string(), generationId: z.string(), dismissed: z.boolean() });

/** Remembers in this browser where it was asked whether the newest conversation's question is solved. */
export function askedSolvedMemory(storage: ChatStorage, siteKey: string) {
  const key = `frontdesk:${siteKey}:asked-solved`;
  return {
    read(conversationId: string): AskedSolved | null {
      try {
        const parsed = stored.safeParse(JSON.parse(storage.get(key) ?? ''));
        if (!parsed.success || parsed.data.conversationId !== conversationId) return null;
        return { generationId: parsed.data.generationId, dismissed: parsed.data.dismissed };
      } catch {
        // Nothing was kept, or it was not written by this chat.
        return null;
      }
    },
    keep(conversationId: string, asked: AskedSolved): void {
      storage.set(key, JSON.stringify({ conversationId, ...asked }));
    },
  };
}
