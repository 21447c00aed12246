import { cancelGeneration, type Database } from '@frontdesk/database';
import type { NoticePublisher } from '@frontdesk/queue';
import type { Relay } from '../relay/relay.ts';
import type { VisitorIdentity } from '../visitor/visitor-handshake.ts';

/**
 * Ends an answer that its visitor wants no more of, wherever it is made. What was said of it stays.
 * @returns false when it is not this visitor's, or has ended
 */
export type StopAnswer = (identity: VisitorIdentity, generationId: string) => Promise<boolean>;

export function createStopAnswer(options: { database: Database; notices: NoticePublisher; relay: Relay }): StopAnswer {
  const { database, notices, relay } = options;
  return async ({ siteId, visitorId }, generationId) => {
    const ended = await cancelGeneration(database, { siteId, visitorId, generationId });
    if (!ended) return false;
    const { conversationId, seq } = ended;
    const event = { kind: 'event', siteId, conversationId, seq } as const;
    notices.publish({ kind: 'stop', siteId, conversationId, generationId }, event);
    relay.receive(event);
    return true;
  };
}
