import { cacheableQuestion } from '@frontdesk/answers';
import { type Database, deleteConversation } from '@frontdesk/database';
import { tellDeleted, tellStopped } from '../privacy/tell-deleted.ts';
import type { Told } from '../relay/tell-all.ts';
import type { VisitorIdentity } from '../visitor/visitor-handshake.ts';

/**
 * Deletes a visitor's conversation: from the store, from every screen, and from the workers that make or remember answers of it.
 * @returns false when it is not this visitor's
 */
export type DeleteConversation = (identity: VisitorIdentity, conversationId: string) => Promise<boolean>;

export function createDeleteConversation(options: Told & { database: Database }): DeleteConversation {
  const { database, notices } = options;
  return async ({ siteId, visitorId }, conversationId) => {
    const owned = { siteId, visitorId, conversationId, normalForm: cacheableQuestion };
    if (!(await deleteConversation(database, owned, (answer) => tellStopped(notices, answer)))) return false;
    tellDeleted(options, [{ siteId, conversationId, visitorId }]);
    return true;
  };
}
