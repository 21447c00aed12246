import * as z from 'zod/mini';
import type { FeedbackWish } from '../state/feedback-state.ts';
import { type ChatStorage, readOldestFirst, readStored } from '../storage/chat-storage.ts';

const stored = z.object({
  ...{ id: z.uuid(), at: z.string() },
  name: z.enum(['generation:rate', 'conversation:solved', 'conversation:rate', 'contact:leave', 'person:request']),
  // The gateway judges it.
  payload: z.looseObject({}),
});
/** Nobody waits longer for a person whom they wished for without a connection. */
const personWishedForMs = 60 * 60 * 1000;

/** Wishes that the gateway has not acknowledged, so that a reload loses none. */
export interface PendingWishes {
  /** Oldest first. */
  restore(): FeedbackWish[];
  keep(wish: FeedbackWish): void;
  drop(id: string): void;
}

/** One key per wish, among those of pending messages: whatever becomes of these, as when the page says who they are of, does of it. */
export function createPendingWishes(storage: ChatStorage, siteKey: string): PendingWishes {
  const prefix = `frontdesk:${siteKey}:pending:wish:`;

  function read(key: string): FeedbackWish | null {
    const wish = readStored(storage, key, stored) as FeedbackWish | null;
    const isOver = wish?.name === 'person:request' && !(Date.now() - Date.parse(wish.at) < personWishedForMs);
    if (wish !== null && !isOver) return wish;
    storage.remove(key);
    return null;
  }

  return {
    restore: () => readOldestFirst(storage, prefix, read, ({ at }) => at),
    keep: (wish) => storage.set(prefix + wish.id, JSON.stringify(wish)),
    drop: (id) => storage.remove(prefix + id),
  };
}
