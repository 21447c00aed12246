import { cacheableQuestion } from '@frontdesk/answers';
import { type Database, deleteConversation } from '@frontdesk/database';
import type { NoticePublisher } from '@frontdesk/queue';
import { tellStopped } from '../privacy/tell-deleted.ts';
import type { Relay } from '../relay/relay.ts';
import type { VisitorIdentity } from '../visitor/visitor-handshake.ts';

/**
 * Deletes a visitor's conversation: from the store, from every screen, and from the workers that make or remember answers of it.
 * @returns false when it is not this visitor's
 */
export type DeleteConversation = (identity: VisitorIdentity, conversationId: string) => Promise<boolean>;

export function createDeleteConversation(options: {
  database: Database;
  notices: NoticePublisher;
  relay: Relay;
}): DeleteConversation {
  const { database, notices, relay } = options;
  return async ({ siteId, visitorId }, conversationId) => {
    const owned = { siteId, visitorId, conversationId, normalForm: cacheableQuestion };
    if (!(await deleteConversation(database, owned, (answer) => tellStopped(notices, answer)))) return false;
    const deleted = { kind: 'deleted', siteId, conversationId, visitorId } as const;
    notices.publish({ kind: 'forget', siteId, conversationId }, deleted);
    relay.receive(deleted);
    return true;
  };
}
