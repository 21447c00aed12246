import type { DeletedConversation, EndedGeneration } from '@frontdesk/database';
import { type Told, tellAll } from '../relay/tell-all.ts';

/**
 * Tells every screen, and every worker that makes or remembers answers of them, that conversations are gone.
 * @param receiptId to which workers tell what they dropped
 */
export function tellDeleted(told: Told, conversations: readonly DeletedConversation[], receiptId?: string): void {
  for (const { siteId, conversationId, visitorId } of conversations) {
    const place = { siteId, conversationId };
    tellAll(told, { kind: 'deleted', ...place, visitorId }, { kind: 'forget', ...place, receiptId });
  }
}

/** Tells the worker of an answer that was cut short to stop; who follows the conversation sees it go in a moment. */
export function tellStopped(notices: Told['notices'], { siteId, conversationId, generationId }: EndedGeneration): void {
  notices.publish({ kind: 'stop', siteId, conversationId, generationId });
}
