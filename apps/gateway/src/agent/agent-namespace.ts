import {
  countConversations,
  type Database,
  findConversationSummary,
  findEndedAnswers,
  isAway,
  listAssignees,
  listConversations,
  listTags,
  markSeen,
  readConversationContext,
  readReceipts,
  readTimings,
  setAway,
} from '@frontdesk/database';
import {
  agentHandshake,
  agentNamespace,
  agentRequests,
  CodedError,
  type InboxOverview,
  type WatchedConversation,
} from '@frontdesk/protocol';
import type { Logger } from '@frontdesk/telemetry';
import type { Server } from 'socket.io';
import type { AccessChanges } from '../access/access-changes.ts';
import { type OwnAddress, refuseUnlessOwn } from '../access/origins.ts';
import type { RateLimits } from '../access/rate-limits.ts';
import { type AccessControl, refuseUnlessMay } from '../access/site-access.ts';
import type { SiteRemovals } from '../access/site-removals.ts';
import type { AdmitAnswer } from '../messages/message-intake.ts';
import type { QueueLoad } from '../messages/queue-load.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { parseRequest } from '../parse-request.ts';
import { refusal } from '../refusal.ts';
import type { ConversationAttention } from '../relay/conversation-attention.ts';
import type { Relay } from '../relay/relay.ts';
import type { Subscriber } from '../relay/subscriber.ts';
import { answerRequests, type Handlers } from '../socket/answer-requests.ts';
import { connectionId } from '../socket/connection-id.ts';
import { refuseHandshake } from '../socket/refuse-handshake.ts';
import { socketSubscriber } from '../socket/socket-subscriber.ts';
import { typingPace } from '../socket/typing-pace.ts';
import { type AgentNamespace, type AgentSocket, siteRoom } from './agent-namespace-type.ts';
import { type AgentPresence, keepPresence } from './agent-presence.ts';
import { authorizeAgent } from './authorize-agent.ts';
import { broadcastActivity } from './broadcast-activity.ts';
import { broadcastServiceMetrics } from './broadcast-service-metrics.ts';
import type { ChangeConversation } from './conversation-changes.ts';
import { createConversationHandlers } from './conversation-handlers.ts';
import type { PeopleChanges } from './people-changes.ts';
import { watchSessions } from './watch-sessions.ts';

export interface AgentNamespaceOptions {
  database: Database;
  access: AccessControl;
  accessChanges: AccessChanges;
  siteRemovals: SiteRemovals;
  peopleChanges: PeopleChanges;
  own: OwnAddress;
  relay: Relay;
  attention: ConversationAttention;
  change: ChangeConversation;
  admit: AdmitAnswer;
  limits: RateLimits;
  /** Replies are mailed to customers who have left. */
  mails: boolean;
  queueLoad: Pick<QueueLoad, 'answersPerSecond'>;
  metrics: GatewayMetrics;
  logger: Logger;
}

/** Serves agents' and admins' sockets. @returns stops what runs beside them */
export function serveAgents(io: Server, options: AgentNamespaceOptions): () => Promise<unknown> {
  const { own, access, relay, attention, metrics, logger } = options;
  const namespace: AgentNamespace = io.of(agentNamespace);

  namespace.use((socket, next) => {
    const { headers } = socket.handshake;
    const identify = async () => {
      await options.limits.request(connectionId(socket));
      refuseUnlessOwn(headers, own);
      const session = await access.session(headers);
      const { siteId, idle } = parseRequest(agentHandshake, socket.handshake.auth);
      socket.data.idle = idle;
      socket.data.access = await (siteId ? access.at(session, siteId) : access.atFirst(session));
      refuseUnlessMay(socket.data.access.role, 'conversations.read');
      await socket.join(siteRoom(socket.data.access.siteId));
    };
    identify().then(
      () => next(),
      (error: unknown) => refuseHandshake(error, next, options),
    );
  });

  const presence = keepPresence(namespace, options);
  namespace.on('connection', (socket) => {
    const subscriber: Subscriber = {
      ...socketSubscriber(socket, 'agents'),
      attention: (told) => {
        if (told.agent?.id !== socket.data.access.userId) socket.emit('conversation:attention', told);
      },
    };
    const watching = new Set<string>();
    metrics.sockets.inc({ namespace: agentNamespace });
    answerRequests(socket, {
      ...options,
      schemas: agentRequests,
      authorize: authorizeAgent(socket, options),
      handlers: createAgentHandlers(socket, { subscriber, watching, presence }, options),
      problem: (error) => logger.warn({ code: error.code }, 'an agent’s request failed without an acknowledgement'),
    });
    socket.on('disconnect', () => {
      for (const conversationId of watching) {
        relay.leave(conversationId, subscriber);
        attention.leave(conversationId, socket.data.access.userId, socket.id);
      }
      // What is still being read is not looked at when it is here.
      watching.clear();
      metrics.sockets.dec({ namespace: agentNamespace });
    });
  });

  const stops = [
    watchSessions(namespace, options),
    broadcastActivity(namespace, options),
    presence.close,
    broadcastServiceMetrics(namespace, options),
  ];
  return () => Promise.all(stops.map((stop) => stop()));
}

function createAgentHandlers(
  socket: AgentSocket,
  { subscriber, watching, presence }: { subscriber: Subscriber; watching: Set<string>; presence: AgentPresence },
  options: AgentNamespaceOptions,
): Handlers<typeof agentRequests> {
  const { database, relay, attention, mails } = options;
  const siteId = () => socket.data.access.siteId;
  const agent = () => ({ id: socket.data.access.userId, name: socket.data.access.name });
  const typingPasses = typingPace<'reply' | 'note'>();
  return {
    ...createConversationHandlers({
      ...options,
      access: () => socket.data.access,
      refused: (error) => refusal(error, options).toWire(),
    }),
    async 'conversations:list'({ before, beforeId, waking, ...listing }, reply) {
      const { userId } = socket.data.access;
      const isFirst = before === undefined && beforeId === undefined;
      const at = waking ? waking.after : before;
      const from = { at: at === undefined ? null : new Date(at), conversationId: beforeId };
      const sort = waking ? ('waking' as const) : listing.sort;
      const page = { ...listing, sort, siteId: siteId(), userId, ...(isFirst ? {} : { before: from }) };
      reply(await listConversations(database, page));
    },

    async 'conversations:tags'(_request, reply) {
      reply(await listTags(database, siteId()));
    },

    async 'conversations:overview'(_request, reply) {
      const { userId } = socket.data.access;
      const { counts, unread } = await countConversations(database, { siteId: siteId(), userId });
      const team = await listAssignees(database, siteId());
      const away = await isAway(database, userId);
      reply({ agentId: userId, away, counts, unread, team, mails } satisfies InboxOverview);
    },

    async 'agent:away'({ away }, reply) {
      await setAway(database, { userId: socket.data.access.userId, away });
      await presence.changed(socket);
      reply(null);
    },

    async 'agent:idle'({ idle }, reply) {
      socket.data.idle = idle;
      await presence.changed(socket);
      reply(null);
    },

    async 'conversation:watch'({ conversationId, afterSeq = 0 }, reply) {
      watching.add(conversationId);
      const address = { siteId: siteId(), conversationId };
      const summary = await findConversationSummary(database, conversationId);
      if (!summary) throw new CodedError('conversation_unknown');
      const ended = await findEndedAnswers(database, { ...address, afterSeq });
      const [timings, receipts] = await Promise.all([
        readTimings(database, ended),
        readReceipts(database, { siteId: siteId(), generationIds: ended }),
      ]);
      await relay.open(address, subscriber, afterSeq, (opened) =>
        reply({ ...opened, summary, timings, receipts } satisfies WatchedConversation),
      );
      // The agent may have turned to another conversation, or have gone, while this one was read.
      if (watching.has(conversationId)) attention.look(address, agent(), socket.id);
      else relay.leave(conversationId, subscriber);
    },

    async 'conversation:unwatch'({ conversationId }, reply) {
      watching.delete(conversationId);
      relay.leave(conversationId, subscriber);
      attention.leave(conversationId, agent().id, socket.id);
      reply(null);
    },

    async 'conversation:typing'({ conversationId, into }, reply) {
      const doing = into === 'reply' ? 'typing' : into === 'note' ? 'noting' : 'looking';
      if (typingPasses(into)) attention.agentDoes({ siteId: siteId(), conversationId }, agent(), doing);
      reply(null);
    },

    async 'conversation:seen'({ conversationId, seq }, reply) {
      const { userId } = socket.data.access;
      const seen = await markSeen(database, { siteId: siteId(), conversationId, userId, seq });
      if (seen === null) throw new CodedError('conversation_unknown');
      // Local: at other gateways, lists show it with the conversation's next change, or when they are read again.
      const room = socket.nsp.local.to(siteRoom(siteId()));
      room.emit('conversation:seen', { conversationId, agentId: userId, seq: seen });
      reply(null);
    },

    async 'conversation:context'({ conversationId }, reply) {
      const context = await readConversationContext(database, { siteId: siteId(), conversationId });
      if (!context) throw new CodedError('conversation_unknown');
      reply(context);
    },
  };
}
