import {
  findAnswerState,
  findNewestConversation,
  listVisitorConversations,
  markConversationRead,
  ownsConversation,
  readGenerationText,
  storeClientTtft,
} from '@frontdesk/database';
import { type AcceptedMessage, CodedError, type ReadGeneration, type visitorRequests } from '@frontdesk/protocol';
import type { DeleteConversation } from '../messages/delete-conversation.ts';
import { type MessageIntake, receiptTime } from '../messages/message-intake.ts';
import type { StopAnswer } from '../messages/stop-answer.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { ConversationAttention } from '../relay/conversation-attention.ts';
import type { Subscriber } from '../relay/subscriber.ts';
import type { Handlers } from '../socket/answer-requests.ts';
import { typingPace } from '../socket/typing-pace.ts';
import { createFeedbackHandlers, type FeedbackParts } from './feedback-requests.ts';
import { createIntroductionHandlers, refuseUnintroduced } from './introduction-requests.ts';
import type { VisitorIdentity } from './visitor-handshake.ts';

export interface VisitorSession {
  identity: VisitorIdentity;
  /** Limits count by it. */
  address: string;
  /** An agent's, in the sandbox. */
  isTester: boolean;
  subscriber: Subscriber;
  /** Conversations whose stream the socket is in. */
  following: Set<string>;
}

export interface VisitorParts extends FeedbackParts {
  intake: MessageIntake;
  attention: ConversationAttention;
  stopAnswer: StopAnswer;
  deleteConversation: DeleteConversation;
  metrics: Pick<GatewayMetrics, 'clientTtft'>;
}

/** What a customer's socket may ask. Whatever is not this visitor's does not exist for it. */
export function createVisitorHandlers(session: VisitorSession, parts: VisitorParts): Handlers<typeof visitorRequests> {
  const { identity, address, subscriber, following } = session;
  const { database, relay, attention, intake, stopAnswer, deleteConversation, metrics } = parts;
  const { siteId } = identity;
  const typingPasses = typingPace<'message'>();
  return {
    async 'conversation:open'({ conversationId: wanted, afterSeq = 0 }, reply) {
      if (wanted && !(await ownsConversation(database, identity, wanted))) {
        throw new CodedError('conversation_unknown');
      }
      const conversationId = wanted ?? (await findNewestConversation(database, identity));
      if (!conversationId) return reply(null);
      following.add(conversationId);
      await relay.open({ siteId, conversationId }, subscriber, afterSeq, reply);
    },

    async 'message:send'({ clientMessageId, conversationId, text, attachmentIds, supersedes }, reply) {
      const receivedAt = receiptTime();
      if (conversationId === undefined) await refuseUnintroduced(database, identity);
      const stored = await intake({
        ...identity,
        conversationId,
        clientMessageId,
        text,
        attachmentIds,
        supersedes,
        address,
        channel: 'socket',
        receivedAt,
      });
      reply(toAccepted(stored));
      following.add(stored.conversationId);
      await relay.follow({ siteId, conversationId: stored.conversationId }, subscriber, stored.seq - 1);
    },

    async 'conversations:mine'({ before }, reply) {
      reply(await listVisitorConversations(database, identity, before === undefined ? undefined : new Date(before)));
    },

    async 'conversation:read'({ conversationId, seq }, reply) {
      const marked = await markConversationRead(database, { ...identity, conversationId, seq });
      if (!marked) throw new CodedError('conversation_unknown');
      reply(null);
    },

    async 'conversation:typing'({ conversationId, typing }, reply) {
      if (!following.has(conversationId)) throw new CodedError('conversation_unknown');
      if (typingPasses(typing ? 'message' : null)) attention.visitorTypes({ siteId, conversationId }, typing);
      reply(null);
    },

    async 'conversation:delete'({ conversationId }, reply) {
      if (!(await deleteConversation(identity, conversationId))) throw new CodedError('conversation_unknown');
      following.delete(conversationId);
      reply(null);
    },

    async 'generation:read'({ generationId, position }, reply) {
      const state = await findAnswerState(database, identity, generationId);
      if (!state) throw new CodedError('generation_unknown');
      const text = await readGenerationText(database, { siteId, generationId, position });
      reply({ generationId, state, position, text } satisfies ReadGeneration);
    },

    async 'generation:stop'({ generationId }, reply) {
      const stopped = await stopAnswer(identity, generationId);
      if (!stopped && !(await findAnswerState(database, identity, generationId))) {
        throw new CodedError('generation_unknown');
      }
      reply(null);
    },

    async 'generation:first-words'(report, reply) {
      if (await storeClientTtft(database, identity, report)) metrics.clientTtft.observe(report.ttftMs / 1_000);
      reply(null);
    },

    ...createFeedbackHandlers(session, parts),
    ...createIntroductionHandlers(session, parts),
  };
}

/** What else is known of it, such as who made the last answer, is no customer's business. */
const toAccepted = ({ conversationId, messageId, generationId, seq, duplicate }: AcceptedMessage): AcceptedMessage => {
  return { conversationId, messageId, generationId, seq, duplicate };
};
