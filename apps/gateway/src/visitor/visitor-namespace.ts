import { type Database, findRemovedSites } from '@frontdesk/database';
import { visitorNamespace, visitorRequests } from '@frontdesk/protocol';
import type { NoticePublisher } from '@frontdesk/queue';
import type { Logger } from '@frontdesk/telemetry';
import type { Server } from 'socket.io';
import type { AccessChanges } from '../access/access-changes.ts';
import { addressKey, clientAddress } from '../access/client-address.ts';
import type { MovedVisitors } from '../access/moved-visitors.ts';
import type { OwnAddress } from '../access/origins.ts';
import type { RateLimits } from '../access/rate-limits.ts';
import type { SignedTokens } from '../access/signed-tokens.ts';
import type { SiteRemovals } from '../access/site-removals.ts';
import type { PeopleChanges } from '../agent/people-changes.ts';
import { type ReadPeople, watchPeople } from '../agent/people-there.ts';
import type { DeleteConversation } from '../messages/delete-conversation.ts';
import type { MessageIntake } from '../messages/message-intake.ts';
import type { StopAnswer } from '../messages/stop-answer.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { ConversationAttention } from '../relay/conversation-attention.ts';
import type { Relay } from '../relay/relay.ts';
import { answerRequests } from '../socket/answer-requests.ts';
import { connectionId } from '../socket/connection-id.ts';
import { connectionsByAddress } from '../socket/connections-by-address.ts';
import { refuseHandshake } from '../socket/refuse-handshake.ts';
import { socketSubscriber } from '../socket/socket-subscriber.ts';
import { typingOfPeople } from './typing-of-people.ts';
import { readVisitorHandshake, type VisitorIdentity } from './visitor-handshake.ts';
import { createVisitorHandlers } from './visitor-requests.ts';
import { watchClaims } from './watch-claims.ts';

export interface VisitorNamespaceOptions {
  database: Database;
  tokens: SignedTokens;
  own: OwnAddress;
  notices: NoticePublisher;
  relay: Relay;
  attention: ConversationAttention;
  readPeople: ReadPeople;
  peopleChanges: PeopleChanges;
  accessChanges: AccessChanges;
  siteRemovals: SiteRemovals;
  movedVisitors: MovedVisitors;
  intake: MessageIntake;
  stopAnswer: StopAnswer;
  deleteConversation: DeleteConversation;
  limits: RateLimits;
  /** Connections that may be open from one address at once. */
  socketsPerAddress: number;
  /** How often tokens of open connections are looked at again; half a minute unless given. */
  claimsEveryMs?: number | undefined;
  metrics: GatewayMetrics;
  logger: Logger;
}

/** Serves customers' sockets. @returns stops what runs beside them */
export function serveVisitors(io: Server, options: VisitorNamespaceOptions): () => Promise<void> {
  const { database, own, relay, metrics, logger } = options;
  const namespace = io.of(visitorNamespace);
  const count = connectionsByAddress(options.socketsPerAddress);
  const sitesHere = () => [...namespace.adapter.rooms.keys()].filter(isSiteRoom).map(siteOfRoom);

  namespace.use((socket, next) => {
    const { handshake } = socket;
    const identify = async () => {
      const address = addressKey(clientAddress(handshake.headers, handshake.address, own.trustedProxies));
      count(address, socket.conn);
      await options.limits.request(connectionId(socket), address);
      Object.assign(socket.data, await readVisitorHandshake(handshake, options), { address });
    };
    identify().then(
      () => next(),
      (error: unknown) => refuseHandshake(error, next, options),
    );
  });

  relay.onChange(({ kind, visitorId, conversationId }) => {
    // Local: every gateway hears of it itself.
    namespace.local.to(visitorRoom(visitorId)).emit(`conversation:${kind}`, { conversationId });
  });

  /** Who is told to go stays away; whoever loses the connection comes back, and is told why there is none. */
  const closeAll = (room: string) => {
    for (const id of namespace.adapter.rooms.get(room) ?? []) namespace.sockets.get(id)?.conn.close();
  };
  options.siteRemovals.onChange((siteId) => {
    if (siteId !== null) return closeAll(siteRoom(siteId));
    findRemovedSites(database, sitesHere()).then(
      (removed) => {
        for (const one of removed) closeAll(siteRoom(one));
      },
      (error: unknown) => logger.error({ error }, 'the sockets of removed sites were not looked for'),
    );
  });
  // What they follow was theirs when they opened it.
  options.movedVisitors.onChange((visitorId) => {
    if (visitorId !== null) closeAll(visitorRoom(visitorId));
  });
  const stopWatchingClaims = watchClaims(namespace, { ...options, everyMs: options.claimsEveryMs });

  // Agents in the sandbox: who still may use it is there again at once.
  options.accessChanges.onChange((userId) => {
    const testers = [...namespace.adapter.rooms.keys()].filter(isTesterRoom);
    for (const room of userId === null ? testers : [testerRoom(userId)]) closeAll(room);
  });

  namespace.on('connection', (socket) => {
    const { identity, tester, address } = socket.data as {
      identity: VisitorIdentity;
      tester: string | undefined;
      address: string;
    };
    const tellTyping = typingOfPeople((typing) => socket.emit('person:typing', typing));
    const subscriber = { ...socketSubscriber(socket, 'customer'), attention: tellTyping };
    const following = new Set<string>();
    const isTester = tester !== undefined;
    void socket.join([visitorRoom(identity.visitorId), siteRoom(identity.siteId)]);
    if (isTester) void socket.join(testerRoom(tester));
    metrics.sockets.inc({ namespace: visitorNamespace });
    answerRequests(socket, {
      ...options,
      address,
      schemas: visitorRequests,
      handlers: createVisitorHandlers({ identity, address, isTester, subscriber, following }, { ...options, database }),
      problem: (error) => socket.emit('problem', error),
    });
    socket.on('disconnect', () => {
      for (const conversationId of following) relay.leave(conversationId, subscriber);
      metrics.sockets.dec({ namespace: visitorNamespace });
    });
  });

  const stopWatchingPeople = watchPeople({
    ...options,
    sites: sitesHere,
    // Local: every gateway looks itself.
    tell: (siteId, there) => namespace.local.to(siteRoom(siteId)).emit('people:changed', there),
  });
  return async () => {
    await Promise.all([stopWatchingClaims(), stopWatchingPeople()]);
  };
}

/** Whose sockets are at this gateway. */
export const visitorsHere = (io: Server): string[] =>
  [...io.of(visitorNamespace).adapter.rooms.keys()].filter(isVisitorRoom).map(visitorOfRoom);

/** All sockets of a site's customers. */
const siteRoom = (siteId: string): string => `site:${siteId}`;
const isSiteRoom = (room: string): boolean => room.startsWith('site:');
const siteOfRoom = (room: string): string => room.slice('site:'.length);
/** All sockets by which an agent tries the bot. */
const testerRoom = (userId: string): string => `tester:${userId}`;
const isTesterRoom = (room: string): boolean => room.startsWith('tester:');
/** All sockets of a visitor: their tabs. */
export const visitorRoom = (visitorId: string): string => `visitor:${visitorId}`;
const isVisitorRoom = (room: string): boolean => room.startsWith('visitor:');
const visitorOfRoom = (room: string): string => room.slice('visitor:'.length);
