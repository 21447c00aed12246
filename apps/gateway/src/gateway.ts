import type { AddressInfo } from 'node:net';
import { createDatabase } from '@frontdesk/database';
import { visitorNamespace } from '@frontdesk/protocol';
import { listenForNotices, openNoticePublisher, openQueues } from '@frontdesk/queue';
import { ClosingStack, type Logger, lastWait } from '@frontdesk/telemetry';
import { AccessChanges } from './access/access-changes.ts';
import { ApiKeyDirectory } from './access/api-key-directory.ts';
import { derivedKey } from './access/derived-key.ts';
import { MovedVisitors } from './access/moved-visitors.ts';
import { createRateLimits } from './access/rate-limits.ts';
import { createSignedTokens } from './access/signed-tokens.ts';
import { createAccessControl } from './access/site-access.ts';
import { SiteDirectory } from './access/site-directory.ts';
import { SiteRemovals } from './access/site-removals.ts';
import { serveAgents } from './agent/agent-namespace.ts';
import { createConversationChanges } from './agent/conversation-changes.ts';
import { PeopleChanges } from './agent/people-changes.ts';
import { createReadPeople } from './agent/people-there.ts';
import { startAnalytics } from './analytics/start-analytics.ts';
import { createFolderStore } from './attachments/file-store.ts';
import { startRemovingFiles } from './attachments/remove-files.ts';
import { watchUploadsRoom } from './attachments/uploads-room.ts';
import type { Env } from './env.ts';
import { createHttpServer } from './http/http-server.ts';
import { startResealing } from './identity/start-resealing.ts';
import { startDueImports } from './knowledge/due-imports.ts';
import { LetterPlaces } from './mail/letter-places.ts';
import { createMailer } from './mail/mailer.ts';
import { startReplyMails } from './mail/reply-mails.ts';
import { startWaitingLetters } from './mail/waiting-letters.ts';
import { watchDueLetters } from './mail/watch-due-letters.ts';
import { createDeleteConversation } from './messages/delete-conversation.ts';
import { MeasuredTimes } from './messages/measured-times.ts';
import { createMessageIntake } from './messages/message-intake.ts';
import { watchQueueLoad } from './messages/queue-load.ts';
import { countRefusals } from './messages/refusal-counts.ts';
import { createStopAnswer } from './messages/stop-answer.ts';
import { createGatewayMetrics } from './metrics.ts';
import { createOrderAnswers } from './orders/order-answers.ts';
import { createOrderSecrets } from './orders/order-secrets.ts';
import { startRetention } from './privacy/start-retention.ts';
import { startSweeper } from './recovery/sweeper.ts';
import { startTakeOver } from './recovery/take-over.ts';
import { ConversationAttention } from './relay/conversation-attention.ts';
import { FirstWords } from './relay/first-words.ts';
import { Relay } from './relay/relay.ts';
import { startRollUp } from './service/roll-up.ts';
import { createSignIn } from './sign-in/sign-in.ts';
import { createSocketServer } from './socket/socket-server.ts';
import { startAttendance } from './visitor/attendance.ts';
import { serveVisitors, visitorRoom, visitorsHere } from './visitor/visitor-namespace.ts';
import { warmUp } from './warm-up.ts';
import { startWebhooks } from './webhooks/start-webhooks.ts';
import { createWebhookSecrets } from './webhooks/webhook-secrets.ts';

export interface Gateway {
  /** The port it listens on. */
  readonly port: number;
  /** Takes no more connections, ends those there are, then closes queue and store. Clients reconnect elsewhere. */
  close(): Promise<void>;
}

/** How it goes about its work, where nobody who runs it has a say. */
export interface GatewayPace {
  /** How often it looks for what is to be mailed. */
  mailsEveryMs?: number | undefined;
  /** How long a letter is one gateway's. */
  mailClaimMs?: number | undefined;
  /** How often it looks again at what customers' connections are open by. */
  claimsEveryMs?: number | undefined;
  /** How often it looks for what webhooks are to be told, and for how long a delivery is one gateway's. */
  webhooksEveryMs?: number | undefined;
  webhookClaimMs?: number | undefined;
}

/**
 * Starts a gateway; resolves when it listens and can take messages.
 * @throws when the store can't be reached or the port is taken; then nothing is left open
 */
export async function startGateway(env: Env, logger: Logger, pace: GatewayPace = {}): Promise<Gateway> {
  const opened = new ClosingStack();
  try {
    const port = await openGateway(env, logger, pace, opened);
    return { port, close: () => opened.close() };
  } catch (error) {
    await opened.close().catch((failure: unknown) => logger.error({ error: failure }, 'closing failed'));
    throw error;
  }
}

/** @returns the port; what has to be closed is on the stack in the order in which it was opened */
async function openGateway(env: Env, logger: Logger, pace: GatewayPace, opened: ClosingStack): Promise<number> {
  const own = { publicUrl: env.PUBLIC_URL, trustedProxies: env.TRUST_PROXY };
  const servers = { databaseUrl: env.DATABASE_URL, redisUrl: env.REDIS_URL };
  const close = (part: { close(): unknown }) => part.close();
  const stop = (end: () => unknown) => end();
  const database = opened.add(
    createDatabase({ url: env.DATABASE_URL, maxConnections: env.DATABASE_CONNECTIONS }),
    // A turn that waits for what others hold has one of its connections.
    (store) => lastWait(store.$disconnect()),
  );
  const metrics = createGatewayMetrics();
  const times = opened.add(new MeasuredTimes({ database, logger }), close);
  const { generations: queue, imports } = opened.add(
    await openQueues({ ...servers, onError: (error) => logger.error({ error }, 'the queues have no connection') }),
    close,
  );
  const notices = opened.add(
    openNoticePublisher({ ...servers, onError: (error) => logger.error({ error }, 'a notice could not be sent') }),
    close,
  );
  const firstWords = new FirstWords({ times, metrics });
  const queueLoad = opened.add(watchQueueLoad({ database, queue, logger }), close);
  const relay = opened.add(new Relay({ database, firstWords, queueLoad, metrics, logger }), close);
  const accessChanges = new AccessChanges(notices);
  const siteRemovals = new SiteRemovals(notices);
  const movedVisitors = new MovedVisitors(notices);
  const peopleChanges = new PeopleChanges(notices);
  const attention = opened.add(new ConversationAttention(notices), close);
  const listener = opened.add(
    await listenForNotices({
      ...servers,
      onNotice: (notice) => {
        if (notice.kind === 'access') accessChanges.receive(notice.userId);
        else if (notice.kind === 'removed') siteRemovals.receive(notice.siteId);
        else if (notice.kind === 'moved') movedVisitors.receive(notice.visitorId);
        else if (notice.kind === 'people') peopleChanges.receive(notice.siteId);
        else relay.receive(notice);
        if (notice.kind === 'attention') attention.receive(notice);
      },
      onReconnect: () => {
        relay.recover();
        accessChanges.receive(null);
        siteRemovals.receive(null);
        movedVisitors.receive(null);
      },
      onError: (error) => logger.error({ error }, 'listening for notices failed'),
    }),
    close,
  );
  const rateLimits = createRateLimits(env);
  const tokens = createSignedTokens(env.SECRET, env.SECRET_PREVIOUS);
  const signIn = createSignIn({ database, secret: env.SECRET, own });
  const refusalCounts = opened.add(countRefusals({ database, logger }), close);
  const grace = { graceMs: env.VISITOR_GRACE_SECONDS * 1_000 };
  const fileStore = createFolderStore(env.UPLOADS_DIR);
  const mostBytes = env.UPLOADS_GB * 2 ** 30;
  const room = opened.add(watchUploadsRoom({ database, fileStore, mostBytes, metrics, logger }), close);
  const ownServers = {
    webhookSecrets: createWebhookSecrets(env.SECRET, env.SECRET_PREVIOUS),
    orderSecrets: createOrderSecrets(env.SECRET, env.SECRET_PREVIOUS),
    privateHosts: env.WEBHOOK_HOSTS,
  };
  const webhooks = { ...ownServers, everyMs: pace.webhooksEveryMs, claimMs: pace.webhookClaimMs };
  const turns = [
    startSweeper({ database, queue, notices, metrics, logger, ...grace }),
    startRemovingFiles({ database, fileStore, logger }),
    startRollUp({ database, logger }),
    startAnalytics({ database, logger }),
    startRetention({ database, notices, relay, siteRemovals, logger }),
    startDueImports({ database, imports, logger }),
    startTakeOver({ database, queue, notices, metrics, logger }),
    startWebhooks({ database, metrics, logger, ...webhooks }),
    ...(env.SECRET_PREVIOUS === undefined
      ? []
      : [startResealing({ database, secret: env.SECRET, previous: env.SECRET_PREVIOUS, logger })]),
  ];
  // Before the intake, and so ended after it: what was taken is handed on first. Together, as each may wait for the same.
  opened.add(turns, (all) => Promise.all(all.map(stop)));
  const intake = createMessageIntake({
    database,
    queue,
    notices,
    relay,
    firstWords,
    times,
    limits: rateLimits,
    queueLoad,
    refusalCounts,
    orders: createOrderAnswers({ database, ...ownServers, limits: rateLimits, metrics, logger }),
    answerCache: env.ANSWER_CACHE === 'on',
    affinity: env.AFFINITY === 'on',
    metrics,
    logger,
  });
  opened.add(intake, close);
  const stopAnswer = createStopAnswer({ database, notices, relay });
  const deleteConversation = createDeleteConversation({ database, notices, relay });
  const stopping = new AbortController();
  const parts = {
    ...ownServers,
    database,
    fileStore,
    room,
    sites: new SiteDirectory(database, siteRemovals, rateLimits),
    apiKeys: new ApiKeyDirectory(database, rateLimits),
    queue,
    queueLoad,
    imports,
    metrics,
    logger,
    own,
    notices,
    relay,
    attention,
    readPeople: createReadPeople(database),
    intake: intake.take,
    stopAnswer,
    deleteConversation,
    change: createConversationChanges({ database, notices, relay, enqueue: intake.enqueue }),
    admit: intake.admit,
    tokens,
    signIn,
    access: createAccessControl({ database, signIn }),
    accessChanges,
    siteRemovals,
    movedVisitors,
    peopleChanges,
    limits: rateLimits,
    mails: env.SMTP_URL !== undefined,
  };

  const app = opened.add(await createHttpServer({ ...parts, env, listener, stopping: stopping.signal }), close);
  const perAddress = { socketsPerAddress: env.ADDRESS_SOCKETS };
  const io = createSocketServer(app.server, { ...own, ...perAddress, stopping: stopping.signal, metrics });
  opened.add(serveVisitors(io, { ...parts, ...perAddress, claimsEveryMs: pace.claimsEveryMs }), stop);
  opened.add(startAttendance({ database, visitors: () => visitorsHere(io), logger, ...grace }), stop);
  opened.add(serveAgents(io, parts), stop);
  if (env.SMTP_URL !== undefined && env.MAIL_FROM !== undefined) {
    const mailer = opened.add(createMailer({ smtpUrl: env.SMTP_URL, from: env.MAIL_FROM }), close);
    const isHere = (visitorId: string) => io.of(visitorNamespace).adapter.rooms.has(visitorRoom(visitorId));
    const { mailsEveryMs: everyMs, mailClaimMs: claimMs } = pace;
    const places = new LetterPlaces();
    const letters = { mailer, places, publicUrl: env.PUBLIC_URL, siteLetters: env.SITE_LETTERS_PER_DAY };
    const mailing = { ...letters, everyMs, claimMs };
    opened.add(startReplyMails({ ...parts, ...mailing, letterKey: derivedKey(env.SECRET, 'letters'), isHere }), stop);
    opened.add(startWaitingLetters({ ...parts, ...mailing }), stop);
    opened.add(watchDueLetters({ ...parts, everyMs }), stop);
  }
  // Below Socket.IO: a client that is told "disconnect" stays away, one whose connection ends connects again.
  opened.add(io.engine, close);
  opened.add(stopping, () => stopping.abort());
  await Promise.all([warmUp(database), room.look()]);
  await app.listen({ host: env.HOST, port: env.PORT });
  return (app.server.address() as AddressInfo).port;
}
