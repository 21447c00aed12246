import {
  type ConversationChange,
  type Database,
  leaveContact,
  rateAnswer,
  rateConversation,
  requestPerson,
  tellSolved,
} from '@frontdesk/database';
import type { feedbackRequests, RequestedPerson } from '@frontdesk/protocol';
import type { NoticePublisher } from '@frontdesk/queue';
import type { RateLimits } from '../access/rate-limits.ts';
import type { ReadPeople } from '../agent/people-there.ts';
import { checkComment } from '../messages/message-text.ts';
import type { Relay } from '../relay/relay.ts';
import { tellAll } from '../relay/tell-all.ts';
import type { Handlers } from '../socket/answer-requests.ts';
import { refuseUnintroduced } from './introduction-requests.ts';
import type { VisitorSession } from './visitor-requests.ts';

export interface FeedbackParts {
  database: Database;
  notices: NoticePublisher;
  relay: Relay;
  limits: Pick<RateLimits, 'feedback' | 'personWish' | 'personWishBegan'>;
  readPeople: ReadPeople;
}

/** What a customer thinks of what they were told, and their wish for a person. */
export function createFeedbackHandlers(
  {
    identity,
    address,
    isTester,
    subscriber,
    following,
  }: Pick<VisitorSession, 'identity' | 'address' | 'isTester' | 'subscriber' | 'following'>,
  { database, notices, relay, limits, readPeople }: FeedbackParts,
): Handlers<typeof feedbackRequests> {
  const { siteId, visitorId } = identity;

  function tell(change: ConversationChange | null): void {
    if (change !== null) tellAll({ notices, relay }, { kind: 'event', ...change });
  }

  return {
    async 'generation:rate'({ generationId, thumb, comment }, reply) {
      await limits.feedback(visitorId, address, siteId);
      tell(await rateAnswer(database, identity, { generationId, thumb, comment: checkComment(comment) }));
      reply(null);
    },

    async 'conversation:solved'(told, reply) {
      await limits.feedback(visitorId, address, siteId);
      tell(await tellSolved(database, identity, told));
      reply(null);
    },

    async 'conversation:rate'({ comment, ...rated }, reply) {
      await limits.feedback(visitorId, address, siteId);
      tell(await rateConversation(database, identity, { ...rated, comment: checkComment(comment) }));
      reply(null);
    },

    async 'person:request'({ conversationId: wanted }, reply) {
      await limits.feedback(visitorId, address, siteId);
      if (wanted === undefined) {
        await refuseUnintroduced(database, identity);
        // Who tries the bot is seen by nobody, and may sit behind an address that has wished enough.
        if (!isTester) await limits.personWish(address, siteId);
      }
      const { conversationId, change } = await requestPerson(database, identity, wanted);
      const begun = wanted === undefined && change !== null;
      if (begun && !isTester) await limits.personWishBegan(address, siteId);
      tell(change);
      reply({ conversationId, ...(await readPeople(siteId)) } satisfies RequestedPerson);
      if (wanted !== undefined) return;
      if (begun) tellAll({ notices, relay }, { kind: 'begun', siteId, conversationId, visitorId });
      following.add(conversationId);
      await relay.follow({ siteId, conversationId }, subscriber, 0);
    },

    async 'person:available'(_, reply) {
      reply(await readPeople(siteId));
    },

    async 'contact:leave'(contact, reply) {
      await limits.feedback(visitorId, address, siteId);
      tell(await leaveContact(database, identity, contact));
      reply(null);
    },
  };
}
