import { cancelGeneration, type Database } from '@frontdesk/database';
import { type Told, tellAll } from '../relay/tell-all.ts';
import type { VisitorIdentity } from '../visitor/visitor-handshake.ts';

/**
 * Ends an answer that its visitor wants no more of, wherever it is made. What was said of it stays.
 * @returns false when it is not this visitor's, or has ended
 */
export type StopAnswer = (identity: VisitorIdentity, generationId: string) => Promise<boolean>;

export function createStopAnswer(options: Told & { database: Database }): StopAnswer {
  return async ({ siteId, visitorId }, generationId) => {
    const ended = await cancelGeneration(options.database, { siteId, visitorId, generationId });
    if (!ended) return false;
    const { conversationId, seq } = ended;
    const place = { siteId, conversationId };
    tellAll(options, { kind: 'event', ...place, seq }, { kind: 'stop', ...place, generationId });
    return true;
  };
}
