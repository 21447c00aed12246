import type { Database } from '@frontdesk/database';
import { knowledgeLimits } from '@frontdesk/protocol';
import type { ImportQueue, LookUps, NoticePublisher } from '@frontdesk/queue';
import type { Logger } from '@frontdesk/telemetry';
import type { FastifyInstance } from 'fastify';
import type { AccessChanges } from '../access/access-changes.ts';
import { guardAdminRequests, needs } from '../access/admin-requests.ts';
import type { OwnAddress } from '../access/origins.ts';
import type { RateLimits } from '../access/rate-limits.ts';
import type { SignedTokens } from '../access/signed-tokens.ts';
import type { AccessControl } from '../access/site-access.ts';
import type { SiteRemovals } from '../access/site-removals.ts';
import { serveAccounts } from '../accounts/account-routes.ts';
import { serveApiKeys } from '../accounts/api-key-routes.ts';
import { serveAudit } from '../accounts/audit-routes.ts';
import { serveLetterChoice } from '../accounts/letter-choice-routes.ts';
import { serveMembers } from '../accounts/member-routes.ts';
import { serveOwnAccount } from '../accounts/own-account-routes.ts';
import { servePasswordLinks } from '../accounts/password-link-routes.ts';
import { serveBlocks } from '../agent/block-routes.ts';
import type { ChangeConversation } from '../agent/conversation-changes.ts';
import type { PeopleChanges } from '../agent/people-changes.ts';
import { serveAnalytics } from '../analytics/analytics-routes.ts';
import { serveAgentUploads } from '../attachments/agent-upload-routes.ts';
import { serveAttachmentsToAgents } from '../attachments/attachment-routes.ts';
import type { FileStore } from '../attachments/file-store.ts';
import type { UploadsRoom } from '../attachments/uploads-room.ts';
import { serveIdentitySecrets } from '../identity/identity-secret-routes.ts';
import type { IdentitySecrets } from '../identity/identity-secrets.ts';
import { serveAnswering } from '../knowledge/answering-routes.ts';
import { serveApprovedAnswers } from '../knowledge/approved-answer-routes.ts';
import { serveFileUpload } from '../knowledge/file-upload.ts';
import { serveKnowledge } from '../knowledge/knowledge-routes.ts';
import { serveUnanswered } from '../knowledge/unanswered-routes.ts';
import type { QueueLoad } from '../messages/queue-load.ts';
import { servePrivacy } from '../privacy/privacy-routes.ts';
import type { Relay } from '../relay/relay.ts';
import { serveSandbox } from '../sandbox/sandbox-routes.ts';
import { serveServicePanel } from '../service/service-routes.ts';
import { serveCannedReplies } from '../sites/canned-reply-routes.ts';
import { serveMessageLimits } from '../sites/message-limit-routes.ts';
import { serveSetUp } from '../sites/set-up-routes.ts';
import { serveSites } from '../sites/site-routes.ts';
import { serveSiteSettings } from '../sites/site-settings-routes.ts';
import { serveTeamSettings } from '../sites/team-settings-routes.ts';
import type { Telling } from '../webhooks/tell-webhook.ts';
import { serveWebhooks } from '../webhooks/webhook-routes.ts';
import { takeJsonBodies } from './json-bodies.ts';

export interface AdminRouteOptions extends Telling {
  database: Database;
  access: AccessControl;
  accessChanges: AccessChanges;
  change: ChangeConversation;
  siteRemovals: SiteRemovals;
  peopleChanges: PeopleChanges;
  limits: RateLimits;
  own: OwnAddress;
  tokens: SignedTokens;
  fileStore: FileStore;
  room: UploadsRoom;
  identitySecrets: IdentitySecrets;
  queue: LookUps;
  queueLoad: Pick<QueueLoad, 'answersPerSecond'>;
  imports: ImportQueue;
  notices: NoticePublisher;
  relay: Relay;
  /** Letters can be sent. */
  mails: boolean;
  logger: Logger;
}

/** All routes of agents and admins. Each says what it needs; see {@link guardAdminRequests}. */
export async function serveAdminRoutes(admin: FastifyInstance, options: AdminRouteOptions): Promise<void> {
  guardAdminRequests(admin, options);
  await admin.register(async (scope) => serveFileUpload(scope, options));
  await admin.register(async (scope) => serveAgentUploads(scope, options));
  await admin.register(async (scope) => {
    takeJsonBodies(scope, knowledgeLimits.repliesRequestBytes);
    serveAnswering(scope, options);
  });
  takeJsonBodies(admin, knowledgeLimits.factRequestBytes);
  serveAttachmentsToAgents(admin, options);
  serveSandbox(admin, options);
  serveApprovedAnswers(admin, options);
  serveUnanswered(admin, options);
  serveKnowledge(admin, options);
  serveServicePanel(admin, options);
  serveAnalytics(admin, options);
  serveBlocks(admin, options);
  servePrivacy(admin, options);
  serveSites(admin, options);
  serveSiteSettings(admin, options);
  serveSetUp(admin, options);
  serveMessageLimits(admin, options);
  serveCannedReplies(admin, options);
  serveTeamSettings(admin, options);
  serveMembers(admin, options);
  serveAccounts(admin, options);
  serveOwnAccount(admin, options);
  serveLetterChoice(admin, options);
  servePasswordLinks(admin, options);
  serveApiKeys(admin, options);
  serveIdentitySecrets(admin, options);
  serveWebhooks(admin, options);
  serveAudit(admin, options);
  // Also of what no file knows: the web server has no such pages.
  admin.all('/v1/admin/*', needs('session'), (_request, reply) => reply.callNotFound());
}
