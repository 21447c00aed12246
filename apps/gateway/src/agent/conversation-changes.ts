import type { BegunAnswer, Database, StoredChange } from '@frontdesk/database';
import type { ChangedConversation } from '@frontdesk/protocol';
import type { NoticePublisher } from '@frontdesk/queue';
import type { Relay } from '../relay/relay.ts';

/** Makes a change of a conversation and tells everybody: those who follow it, and workers, of answers that it ended or began. */
export type ChangeConversation = (make: (database: Database) => Promise<StoredChange>) => Promise<ChangedConversation>;

export function createConversationChanges(options: {
  database: Database;
  notices: Pick<NoticePublisher, 'publish'>;
  relay: Pick<Relay, 'receive'>;
  enqueue: (answer: BegunAnswer) => void;
}): ChangeConversation {
  const { database, notices, relay, enqueue } = options;
  return async (make) => {
    const { siteId, conversationId, seq, stopped, begun } = await make(database);
    if (begun) enqueue(begun);
    for (const generationId of stopped) notices.publish({ kind: 'stop', siteId, conversationId, generationId });
    // Nothing was changed in a conversation in which nothing has happened yet.
    if (seq === 0) return { seq };
    const event = { kind: 'event', siteId, conversationId, seq } as const;
    notices.publish(event);
    relay.receive(event);
    return { seq };
  };
}
