import type { Database, StoredChange } from '@frontdesk/database';
import type { ChangedConversation } from '@frontdesk/protocol';
import type { NoticePublisher } from '@frontdesk/queue';
import type { Relay } from '../relay/relay.ts';

/** Makes a change of a conversation and tells everybody: those who follow it, and workers whose answer it ended. */
export type ChangeConversation = (make: (database: Database) => Promise<StoredChange>) => Promise<ChangedConversation>;

export function createConversationChanges(options: {
  database: Database;
  notices: Pick<NoticePublisher, 'publish'>;
  relay: Pick<Relay, 'receive'>;
}): ChangeConversation {
  const { database, notices, relay } = options;
  return async (make) => {
    const { siteId, conversationId, seq, stopped } = await make(database);
    for (const generationId of stopped) notices.publish({ kind: 'stop', siteId, conversationId, generationId });
    // Nothing was changed in a conversation in which nothing has happened yet.
    if (seq === 0) return { seq };
    const event = { kind: 'event', siteId, conversationId, seq } as const;
    notices.publish(event);
    relay.receive(event);
    return { seq };
  };
}
