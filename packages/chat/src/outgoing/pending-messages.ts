import { attachment } from '@frontdesk/protocol';
import * as z from 'zod/mini';
import { fileGone, unavailable } from '../connection/gateway-request.ts';
import type { Outgoing } from '../state/chat-state.ts';
import { type ChatStorage, readOldestFirst, readStored } from '../storage/chat-storage.ts';

const stored = z.object({
  ...{ clientMessageId: z.uuid(), text: z.string() },
  createdAt: z.string(),
  attachments: z.optional(z.array(attachment)),
  ...{ conversationId: z.optional(z.nullable(z.uuid())), supersedes: z.optional(z.nullable(z.uuid())) },
  begins: z.optional(z.boolean()),
  uploading: z.optional(z.boolean()),
});
/** What is older was forgotten by its visitor, too: it is not sent by itself, but shown as not sent. */
const sendsItselfForMs = 60 * 60 * 1000;

/** Messages that the gateway has not acknowledged, so that a reload loses none. */
export interface PendingMessages {
  /** Oldest first. */
  restore(): Outgoing[];
  keep(outgoing: Outgoing): void;
  drop(clientMessageId: string): void;
}

/**
 * One key per message: two tabs of the same visitor do not overwrite each other's. One that waits for its files is of the tab that
 * has them: another one would send it without.
 */
export function createPendingMessages(storage: ChatStorage, siteKey: string): PendingMessages {
  const prefix = `frontdesk:${siteKey}:pending:`;
  const keyOf = (clientMessageId: string, ofTab: boolean) => `${prefix}${ofTab ? 'tab:' : ''}${clientMessageId}`;

  function read(key: string): Outgoing | null {
    const kept = readStored(storage, key, stored);
    if (kept === null) return null;
    const { conversationId = null, supersedes = null, uploading = false, ...message } = kept;
    const forgotten = !(Date.now() - Date.parse(kept.createdAt) < sendsItselfForMs);
    // A page keeps no files for the next one.
    const error = uploading ? fileGone : forgotten ? unavailable : null;
    return { ...message, conversationId, supersedes, status: error ? 'failed' : 'sending', error };
  }

  return {
    restore: () => readOldestFirst(storage, prefix, read, ({ createdAt }) => createdAt),
    keep({ clientMessageId, text, attachments, uploading: names, createdAt, conversationId, begins, supersedes }) {
      // Nothing would be left of it.
      if (names && text === '') return;
      const uploading = names !== undefined;
      const kept = { clientMessageId, text, attachments, uploading, createdAt, conversationId, begins, supersedes };
      storage.set(keyOf(clientMessageId, uploading), JSON.stringify(kept));
      if (!uploading) storage.remove(keyOf(clientMessageId, true));
    },
    drop(clientMessageId) {
      for (const ofTab of [true, false]) storage.remove(keyOf(clientMessageId, ofTab));
    },
  };
}
