import type { BegunAnswer, Database, StoredChange } from '@frontdesk/database';
import type { ChangedConversation } from '@frontdesk/protocol';
import { type Told, tellAll } from '../relay/tell-all.ts';

/** Makes a change of a conversation and tells everybody: those who follow it, and workers, of answers that it ended or began. */
export type ChangeConversation = (make: (database: Database) => Promise<StoredChange>) => Promise<ChangedConversation>;

export function createConversationChanges(
  options: Told & { database: Database; enqueue: (answer: BegunAnswer) => void },
): ChangeConversation {
  const { database, notices, enqueue } = options;
  return async (make) => {
    const { siteId, conversationId, seq, stopped, begun } = await make(database);
    if (begun) enqueue(begun);
    for (const generationId of stopped) notices.publish({ kind: 'stop', siteId, conversationId, generationId });
    // Nothing was changed in a conversation in which nothing has happened yet.
    if (seq === 0) return { seq };
    tellAll(options, { kind: 'event', siteId, conversationId, seq });
    return { seq };
  };
}
