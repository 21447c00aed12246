import { choosePassword, createPasswordLink, type Database, readPasswordLink } from '@frontdesk/database';
import {
  accountLimits,
  CodedError,
  linkToken,
  type MadePasswordLink,
  type PasswordLinkView,
  usedPasswordLink,
} from '@frontdesk/protocol';
import { hashPassword } from 'better-auth/crypto';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod/mini';
import type { AccessChanges } from '../access/access-changes.ts';
import { needs, sessionOf } from '../access/admin-requests.ts';
import { parseRequest } from '../parse-request.ts';
import { actorOf } from './actor-of.ts';

const account = z.object({ userId: z.string().check(z.maxLength(100)) });

/** For whoever owns the installation: links for people who have forgotten their password. */
export function servePasswordLinks(app: FastifyInstance, { database }: { database: Database }): void {
  app.post(
    '/v1/admin/accounts/:userId/password-link',
    needs('accounts.manage'),
    async (request, reply): Promise<MadePasswordLink> => {
      const { userId } = parseRequest(account, request.params);
      // Their own is changed with the one before: a page that is left open must not be enough.
      if (userId === sessionOf(request).userId) throw new CodedError('forbidden');
      const made = await createPasswordLink(database, actorOf(request), {
        userId,
        days: accountLimits.passwordLinkDays,
      });
      reply.code(201);
      return made;
    },
  );
}

/** For whoever holds such a link. */
export function serveNewPasswords(
  app: FastifyInstance,
  { database, accessChanges }: { database: Database; accessChanges: AccessChanges },
): void {
  app.post(
    '/v1/password-links/read',
    (request): Promise<PasswordLinkView> => readPasswordLink(database, parseRequest(linkToken, request.body).token),
  );

  app.post('/v1/password-links/use', async (request, reply) => {
    const { token, password } = parseRequest(usedPasswordLink, request.body);
    // Before any password is hashed, which takes a while.
    await readPasswordLink(database, token);
    const userId = await choosePassword(database, { token, passwordHash: await hashPassword(password) });
    accessChanges.announce(userId);
    return reply.code(204).send();
  });
}
