import type { AddressInfo } from 'node:net';
import { createDatabase } from '@frontdesk/database';
import {
  connectQueues,
  listenForNotices,
  openGenerationQueue,
  openImportQueue,
  openNoticePublisher,
} from '@frontdesk/queue';
import type { Logger } from '@frontdesk/telemetry';
import { createRateLimits } from './access/rate-limits.ts';
import { createSignedTokens } from './access/signed-tokens.ts';
import { SiteDirectory } from './access/site-directory.ts';
import { serveAgents } from './agent/agent-namespace.ts';
import type { Env } from './env.ts';
import { createHttpServer } from './http/http-server.ts';
import { MeasuredTimes } from './messages/measured-times.ts';
import { createMessageIntake } from './messages/message-intake.ts';
import { watchQueueLoad } from './messages/queue-load.ts';
import { countRefusals } from './messages/refusal-counts.ts';
import { createStopAnswer } from './messages/stop-answer.ts';
import { createGatewayMetrics } from './metrics.ts';
import { FirstWords } from './relay/first-words.ts';
import { Relay } from './relay/relay.ts';
import { startRollUp } from './roll-up.ts';
import { createSignIn } from './sign-in/sign-in.ts';
import { createSocketServer } from './socket/socket-server.ts';
import { startSweeper } from './sweeper.ts';
import { startTakeOver } from './take-over.ts';
import { serveVisitors } from './visitor/visitor-namespace.ts';
import { warmUp } from './warm-up.ts';

export interface Gateway {
  /** The port it listens on. */
  readonly port: number;
  /** Takes no more connections, ends those there are, then closes queue and store. Clients reconnect elsewhere. */
  close(): Promise<void>;
}

/**
 * Starts a gateway; resolves when it listens and can take messages.
 * @throws when the store can't be reached or the port is taken
 */
export async function startGateway(env: Env, logger: Logger): Promise<Gateway> {
  const own = { publicUrl: env.PUBLIC_URL, trustedProxies: env.TRUST_PROXY };
  const servers = { databaseUrl: env.DATABASE_URL, redisUrl: env.REDIS_URL };
  const database = createDatabase({ url: env.DATABASE_URL, maxConnections: env.DATABASE_CONNECTIONS });
  const metrics = createGatewayMetrics();
  const queues = await connectQueues({
    ...servers,
    onError: (error) => logger.error({ error }, 'the queues lost their connection'),
  });
  const queue = await openGenerationQueue(queues);
  const imports = await openImportQueue(queues);
  const notices = openNoticePublisher({
    ...servers,
    onError: (error) => logger.error({ error }, 'a notice could not be sent'),
  });
  const times = new MeasuredTimes({ database, logger });
  const firstWords = new FirstWords({ times, metrics });
  const relay = new Relay({ database, firstWords, metrics, logger });
  const listener = await listenForNotices({
    ...servers,
    onNotice: (notice) => relay.receive(notice),
    onReconnect: () => relay.recover(),
    onError: (error) => logger.error({ error }, 'listening for notices failed'),
  });
  const rateLimits = createRateLimits(env);
  const tokens = createSignedTokens(env.SECRET);
  const signIn = createSignIn({ database, secret: env.SECRET, own });
  const queueLoad = watchQueueLoad({ database, queue, logger });
  const refusalCounts = countRefusals({ database, logger });
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
    answerCache: env.ANSWER_CACHE === 'on',
    metrics,
    logger,
  });
  const stopAnswer = createStopAnswer({ database, notices, relay });
  const stopping = new AbortController();
  const parts = {
    database,
    sites: new SiteDirectory(database),
    queue,
    imports,
    metrics,
    logger,
    own,
    relay,
    intake,
    stopAnswer,
    tokens,
    signIn,
    limits: rateLimits,
  };

  const app = await createHttpServer({ ...parts, env, listener, stopping: stopping.signal });
  const io = createSocketServer(app.server, stopping.signal);
  serveVisitors(io, { ...parts, socketsPerAddress: env.ADDRESS_SOCKETS });
  const stopAgents = serveAgents(io, parts);
  await warmUp(database);
  await app.listen({ host: env.HOST, port: env.PORT });
  const stopSweeping = startSweeper({ database, queue, notices, logger });
  const stopRollUp = startRollUp({ database, logger });
  const stopTakeOver = startTakeOver({ database, queue, notices, logger });

  return {
    port: (app.server.address() as AddressInfo).port,
    async close() {
      stopping.abort();
      // Below Socket.IO: a client that is told "disconnect" stays away, one whose connection ends connects again.
      io.engine.close();
      await app.close();
      stopAgents();
      relay.close();
      queueLoad.close();
      await stopSweeping();
      await stopRollUp();
      await refusalCounts.close();
      await stopTakeOver();
      await listener.close();
      await notices.close();
      await queue.close();
      await imports.close();
      await queues.close();
      await times.close();
      await database.$disconnect();
    },
  };
}
