import { type Database, listAccountsAtNoSite, releaseFromAllSites, removeAccount } from '@frontdesk/database';
import { type AccountsAtNoSite, CodedError } from '@frontdesk/protocol';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod/mini';
import type { AccessChanges } from '../access/access-changes.ts';
import { needs, sessionOf } from '../access/admin-requests.ts';
import type { ChangeConversation } from '../agent/conversation-changes.ts';
import { parseRequest } from '../parse-request.ts';
import { actorOf } from './actor-of.ts';

const account = z.object({ userId: z.string().check(z.maxLength(100)) });

/** For whoever owns the installation: accounts of others, at whichever sites they are or at none. */
export function serveAccounts(
  app: FastifyInstance,
  { database, accessChanges, change }: { database: Database; accessChanges: AccessChanges; change: ChangeConversation },
): void {
  app.get(
    '/v1/admin/accounts/at-no-site',
    needs('accounts.manage'),
    (): Promise<AccountsAtNoSite> => listAccountsAtNoSite(database),
  );

  app.delete('/v1/admin/accounts/:userId', needs('accounts.manage'), async (request, reply) => {
    const { userId } = parseRequest(account, request.params);
    // Their own takes its password: a page that is left open must not be enough.
    if (userId === sessionOf(request).userId) throw new CodedError('forbidden');
    await removeAccount(database, actorOf(request), userId);
    accessChanges.announce(userId);
    await releaseFromAllSites(database, userId, (released) => change(async () => released));
    return reply.code(204).send();
  });
}
