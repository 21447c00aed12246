import type { DeletedConversation } from '@frontdesk/database';
import type { NoticePublisher } from '@frontdesk/queue';
import type { Relay } from '../relay/relay.ts';

/** Tells every screen, and every worker that makes or remembers answers of them, that conversations are gone. */
export function tellDeleted(
  { notices, relay }: { notices: NoticePublisher; relay: Pick<Relay, 'receive'> },
  conversations: readonly DeletedConversation[],
): void {
  for (const { siteId, conversationId, visitorId } of conversations) {
    const deleted = { kind: 'deleted', siteId, conversationId, visitorId } as const;
    notices.publish({ kind: 'forget', siteId, conversationId }, deleted);
    relay.receive(deleted);
  }
}
