import type { Database } from '@frontdesk/database';
import type { ImportQueue, LookUps, NoticeListener, NoticePublisher } from '@frontdesk/queue';
import type { Logger } from '@frontdesk/telemetry';
import type { FastifyInstance } from 'fastify';
import type { AccessChanges } from '../access/access-changes.ts';
import type { ApiKeyDirectory } from '../access/api-key-directory.ts';
import type { MovedVisitors } from '../access/moved-visitors.ts';
import type { OwnAddress } from '../access/origins.ts';
import type { RateLimits } from '../access/rate-limits.ts';
import type { SignedTokens } from '../access/signed-tokens.ts';
import type { AccessControl } from '../access/site-access.ts';
import type { SiteDirectory } from '../access/site-directory.ts';
import type { SiteRemovals } from '../access/site-removals.ts';
import { guardLinks } from '../accounts/guard-links.ts';
import { serveInvitations } from '../accounts/invitation-routes.ts';
import { serveNewPasswords } from '../accounts/password-link-routes.ts';
import type { ChangeConversation } from '../agent/conversation-changes.ts';
import type { PeopleChanges } from '../agent/people-changes.ts';
import { serveAttachments } from '../attachments/attachment-routes.ts';
import type { FileStore } from '../attachments/file-store.ts';
import type { UploadsRoom } from '../attachments/uploads-room.ts';
import type { Env } from '../env.ts';
import { createIdentitySecrets } from '../identity/identity-secrets.ts';
import type { MessageIntake } from '../messages/message-intake.ts';
import type { QueueLoad } from '../messages/queue-load.ts';
import type { StopAnswer } from '../messages/stop-answer.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { Asking } from '../orders/ask-order-server.ts';
import type { Relay } from '../relay/relay.ts';
import type { SignIn } from '../sign-in/sign-in.ts';
import { serveSignIn } from '../sign-in/sign-in-routes.ts';
import type { Telling } from '../webhooks/tell-webhook.ts';
import { serveAdminRoutes } from './admin-routes.ts';
import { serveChat } from './chat.ts';
import { createCodedServer } from './coded-errors.ts';
import { answerAllOrigins } from './cross-origin.ts';
import { serveHealth } from './health.ts';
import { cutIdleBodies } from './idle-bodies.ts';
import { takeJsonBodies } from './json-bodies.ts';
import { serveOpenAiApi } from './openai/openai-api.ts';
import { serveVisitorTokens } from './visitor-tokens.ts';
import { proxyToWeb } from './web-proxy.ts';
import { serveWidget } from './widget.ts';
import { loadWidgetFiles } from './widget-files.ts';

export interface HttpServerOptions extends Telling, Asking {
  env: Env;
  database: Database;
  listener: NoticeListener;
  fileStore: FileStore;
  room: UploadsRoom;
  notices: NoticePublisher;
  sites: SiteDirectory;
  apiKeys: ApiKeyDirectory;
  tokens: SignedTokens;
  signIn: SignIn;
  access: AccessControl;
  accessChanges: AccessChanges;
  change: ChangeConversation;
  siteRemovals: SiteRemovals;
  movedVisitors: MovedVisitors;
  peopleChanges: PeopleChanges;
  limits: RateLimits;
  relay: Relay;
  intake: MessageIntake;
  stopAnswer: StopAnswer;
  own: OwnAddress;
  queue: LookUps;
  queueLoad: Pick<QueueLoad, 'answersPerSecond'>;
  imports: ImportQueue;
  metrics: GatewayMetrics;
  /** Letters can be sent. */
  mails: boolean;
  logger: Logger;
  stopping: AbortSignal;
}

/** All that the gateway answers over HTTP; what is none of it goes to the web server. */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { env, database, sites, own, signIn, listener, logger } = options;
  // So long a large file may take on a slow line, as long as it comes. Headers have a minute, as Node has it.
  const app = createCodedServer(options, { forceCloseConnections: true, requestTimeout: 15 * 60_000 });
  cutIdleBodies(app, 30_000);
  const identitySecrets = createIdentitySecrets({ database, secret: env.SECRET, previous: env.SECRET_PREVIOUS });
  const files = await loadWidgetFiles(env.WIDGET_DIR);
  if (files.size === 0) logger.warn({ folder: env.WIDGET_DIR }, 'there is no built widget');

  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'strict-origin-when-cross-origin');
  });
  serveHealth(app, {
    ...options,
    state: () => ({ listening: listener.listening(), stopping: options.stopping.aborted }),
  });
  serveWidget(app, { sites, files, own });
  await app.register(async (scope) => {
    takeJsonBodies(scope);
    answerAllOrigins(scope, ['/v1/tickets', '/v1/chat']);
    serveVisitorTokens(scope, { ...options, identitySecrets });
    serveChat(scope, options);
    scope.all('/v1/*', (_request, reply) => reply.callNotFound());
  });
  await app.register(async (scope) => serveAttachments(scope, options));
  await app.register(async (scope) => serveOpenAiApi(scope, options));
  await app.register(async (scope) => serveAdminRoutes(scope, { ...options, identitySecrets }));
  await app.register(async (scope) => {
    takeJsonBodies(scope);
    guardLinks(scope, options);
    serveInvitations(scope, options);
    serveNewPasswords(scope, options);
  });
  await app.register(async (scope) => serveSignIn(scope, options));
  await app.register(async (scope) => proxyToWeb(scope, { webUrl: env.WEB_URL, sites, own, signIn, logger }));
  return app;
}
