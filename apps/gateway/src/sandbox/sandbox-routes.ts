import { type Database, findSite, refuseForeignVersion } from '@frontdesk/database';
import { CodedError, sandboxTicketBody, type TicketResponse } from '@frontdesk/protocol';
import type { FastifyInstance } from 'fastify';
import { needs, siteOf } from '../access/admin-requests.ts';
import { type OwnAddress, requestHost, requestScheme } from '../access/origins.ts';
import type { SignedTokens } from '../access/signed-tokens.ts';
import { siteAppearanceOf } from '../http/visitor-tokens.ts';
import { parseRequest } from '../parse-request.ts';

/** Tickets for agents who try the bot: whoever exchanges one becomes a visitor of the sandbox. */
export function serveSandbox(
  app: FastifyInstance,
  { database, tokens, own }: { database: Database; tokens: SignedTokens; own: OwnAddress },
): void {
  app.post(
    '/v1/admin/sites/:siteId/sandbox-tickets',
    needs('sandbox.use'),
    async (request): Promise<TicketResponse> => {
      const { siteId, userId: tester } = siteOf(request);
      const site = await findSite(database, siteId);
      if (!site) throw new CodedError('site_unknown');
      const { promptVersionId } = parseRequest(sandboxTicketBody, request.body ?? {});
      if (promptVersionId) await refuseForeignVersion(database, { siteId, promptVersionId });
      const origin = `${requestScheme(request.headers, own)}://${requestHost(request.headers, own)}`;
      const { token, expiresAt } = await tokens.signTicket({
        ...{ site: siteId, origin, sandbox: true, tester },
        ...(promptVersionId && { promptVersion: promptVersionId }),
      });
      return { ticket: token, expiresAt: expiresAt.toISOString(), site: siteAppearanceOf(site) };
    },
  );
}
