import {
  type Database,
  findConversationOwner,
  findConversationSummary,
  listConversations,
  readReceipts,
  readTimings,
} from '@frontdesk/database';
import { agentNamespace, agentRequests, CodedError, type WatchedConversation } from '@frontdesk/protocol';
import type { Logger } from '@frontdesk/telemetry';
import type { Server } from 'socket.io';
import { isOwnOrigin, type OwnAddress } from '../access/origins.ts';
import type { RateLimits } from '../access/rate-limits.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { Relay } from '../relay/relay.ts';
import type { Subscriber } from '../relay/subscriber.ts';
import type { SignIn } from '../sign-in/sign-in.ts';
import { answerRequests, type Handlers } from '../socket/answer-requests.ts';
import { refuseHandshake } from '../socket/refuse-handshake.ts';
import { socketSubscriber } from '../socket/socket-subscriber.ts';
import type { AgentNamespace } from './agent-namespace-type.ts';
import { broadcastActivity } from './broadcast-activity.ts';
import { broadcastServiceMetrics } from './broadcast-service-metrics.ts';

export interface AgentNamespaceOptions {
  database: Database;
  signIn: SignIn;
  own: OwnAddress;
  relay: Relay;
  limits: RateLimits;
  metrics: GatewayMetrics;
  logger: Logger;
}

/** A socket outlives its session by at most this long after a sign-out. */
const sessionCheckEveryMs = 30_000;

/** Serves agents' and admins' sockets. @returns stops what runs beside them */
export function serveAgents(io: Server, options: AgentNamespaceOptions): () => void {
  const { own, signIn, relay, metrics, logger } = options;
  const namespace: AgentNamespace = io.of(agentNamespace);

  namespace.use((socket, next) => {
    const { headers } = socket.handshake;
    const { origin } = headers;
    // The cookie comes along whichever page opens the socket; only the gateway's own pages may use it.
    const identify = async () => {
      if (origin === undefined || !isOwnOrigin(origin, headers, own)) throw new CodedError('origin_refused');
      if (!(await signIn.readSession(headers))) throw new CodedError('sign_in_required');
    };
    identify().then(
      () => next(),
      (error: unknown) => refuseHandshake(error, next, options),
    );
  });

  namespace.on('connection', (socket) => {
    const subscriber = socketSubscriber(socket, 'agents');
    const watching = new Set<string>();
    metrics.sockets.inc({ namespace: agentNamespace });
    answerRequests(socket, {
      ...options,
      schemas: agentRequests,
      handlers: createAgentHandlers(subscriber, watching, options),
      problem: (error) => logger.warn({ code: error.code }, 'an agent’s request failed without an acknowledgement'),
    });
    const sessionCheck = setInterval(() => {
      signIn.readSession(socket.handshake.headers).then(
        (session) => session ?? socket.disconnect(true),
        (error: unknown) => logger.error({ error }, 'a session could not be checked'),
      );
    }, sessionCheckEveryMs);
    socket.on('disconnect', () => {
      clearInterval(sessionCheck);
      for (const conversationId of watching) relay.leave(conversationId, subscriber);
      metrics.sockets.dec({ namespace: agentNamespace });
    });
  });

  const stops = [broadcastActivity(namespace, options), broadcastServiceMetrics(namespace, options)];
  return () => {
    for (const stop of stops) stop();
  };
}

function createAgentHandlers(
  subscriber: Subscriber,
  watching: Set<string>,
  { database, relay }: AgentNamespaceOptions,
): Handlers<typeof agentRequests> {
  return {
    async 'conversations:list'({ before }, reply) {
      reply(await listConversations(database, before === undefined ? undefined : new Date(before)));
    },

    async 'conversation:watch'({ conversationId, afterSeq = 0 }, reply) {
      watching.add(conversationId);
      const owner = await findConversationOwner(database, conversationId);
      const summary = owner && (await findConversationSummary(database, conversationId));
      if (!owner || !summary) throw new CodedError('conversation_unknown');
      const address = { siteId: owner.siteId, conversationId };
      const [timings, receipts] = await Promise.all([
        readTimings(database, conversationId),
        readReceipts(database, address),
      ]);
      await relay.open(address, subscriber, afterSeq, (opened) =>
        reply({ ...opened, summary, timings, receipts } satisfies WatchedConversation),
      );
      // The agent may have turned to another conversation while this one was read.
      if (!watching.has(conversationId)) relay.leave(conversationId, subscriber);
    },

    async 'conversation:unwatch'({ conversationId }, reply) {
      watching.delete(conversationId);
      relay.leave(conversationId, subscriber);
      reply(null);
    },
  };
}
