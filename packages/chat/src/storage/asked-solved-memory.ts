import * as z from 'zod/mini';
import type { AskedSolved } from '../state/feedback-state.ts';
import { type ChatStorage, readStored } from './chat-storage.ts';

const stored = z.object({ conversationId: z.string(), generationId: z.string(), dismissed: z.boolean() });

/** Remembers in this browser where it was asked whether the newest conversation's question is solved. */
export function askedSolvedMemory(storage: ChatStorage, siteKey: string) {
  const key = `frontdesk:${siteKey}:asked-solved`;
  return {
    read(conversationId: string): AskedSolved | null {
      const kept = readStored(storage, key, stored);
      if (kept?.conversationId !== conversationId) return null;
      return { generationId: kept.generationId, dismissed: kept.dismissed };
    },
    keep(conversationId: string, asked: AskedSolved): void {
      storage.set(key, JSON.stringify({ conversationId, ...asked }));
    },
  };
}
