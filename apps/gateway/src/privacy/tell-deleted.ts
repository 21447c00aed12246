import type { DeletedConversation, EndedGeneration } from '@frontdesk/database';
import type { NoticePublisher } from '@frontdesk/queue';
import type { Relay } from '../relay/relay.ts';

/**
 * Tells every screen, and every worker that makes or remembers answers of them, that conversations are gone.
 * @param receiptId to which workers tell what they dropped
 */
export function tellDeleted(
  { notices, relay }: { notices: NoticePublisher; relay: Pick<Relay, 'receive'> },
  conversations: readonly DeletedConversation[],
  receiptId?: string,
): void {
  for (const { siteId, conversationId, visitorId } of conversations) {
    const deleted = { kind: 'deleted', siteId, conversationId, visitorId } as const;
    notices.publish({ kind: 'forget', siteId, conversationId, receiptId }, deleted);
    relay.receive(deleted);
  }
}

/** Tells the worker of an answer that was cut short to stop; who follows the conversation sees it go in a moment. */
export function tellStopped(
  notices: Pick<NoticePublisher, 'publish'>,
  { siteId, conversationId, generationId }: EndedGeneration,
): void {
  notices.publish({ kind: 'stop', siteId, conversationId, generationId });
}
