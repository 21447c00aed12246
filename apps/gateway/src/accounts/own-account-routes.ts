import {
  changeAccount,
  changePassword,
  type Database,
  endSessions,
  findPasswordHash,
  listSessions,
  releaseFromAllSites,
  removeAccount,
} from '@frontdesk/database';
import { accountDeletion, CodedError, type Me, ownAccount, passwordBody, type SessionView } from '@frontdesk/protocol';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import type { AccessChanges } from '../access/access-changes.ts';
import { needs, sessionOf } from '../access/admin-requests.ts';
import { addressKeyOf } from '../access/client-address.ts';
import type { OwnAddress } from '../access/origins.ts';
import type { RateLimits } from '../access/rate-limits.ts';
import type { ChangeConversation } from '../agent/conversation-changes.ts';
import { parseRequest } from '../parse-request.ts';
import { isSignedInFrom } from '../sign-in/is-signed-in-from.ts';
import { actorOf } from './actor-of.ts';

const session = z.object({ sessionId: z.string().check(z.maxLength(100)) });

/** What is about whoever is signed in: their name and address, their password and their sessions. */
export function serveOwnAccount(
  app: FastifyInstance,
  {
    database,
    own,
    limits,
    accessChanges,
    change,
  }: {
    database: Database;
    own: OwnAddress;
    limits: RateLimits;
    accessChanges: AccessChanges;
    change: ChangeConversation;
  },
): void {
  /** @throws CodedError `password_wrong`, `rate_limited` */
  async function refuseUnlessPassword(request: FastifyRequest, password: string): Promise<void> {
    const { userId, email } = sessionOf(request);
    const address = addressKeyOf(request, own);
    await limits.signIn(address);
    await limits.account(email, address, () => isSignedInFrom(database, email, address));
    const hash = await findPasswordHash(database, userId);
    if (!hash || !(await verifyPassword({ hash, password }))) throw new CodedError('password_wrong');
  }

  app.get('/v1/admin/me', needs('session'), async (request): Promise<Me> => {
    const { userId, name, email, isOwner } = sessionOf(request);
    return { userId, name, email, isOwner };
  });

  app.put('/v1/admin/me', needs('session'), async (request, reply) => {
    const { userId, email: before } = sessionOf(request);
    const { name, email, current } = parseRequest(ownAccount, request.body);
    // Who has the address has the account: a page that is left open must not be enough.
    if (email.toLowerCase() !== before.toLowerCase()) {
      if (current === undefined)
        throw new CodedError('password_wrong', { message: 'Another e-mail address needs your password.' });
      await refuseUnlessPassword(request, current);
    }
    await changeAccount(database, actorOf(request), { name, email });
    accessChanges.announce(userId);
    return reply.code(204).send();
  });

  app.post('/v1/admin/me/password', needs('session'), async (request, reply) => {
    const { userId, sessionId } = sessionOf(request);
    const { current, next } = parseRequest(passwordBody, request.body);
    await refuseUnlessPassword(request, current);
    await changePassword(database, actorOf(request), { passwordHash: await hashPassword(next), sessionId });
    accessChanges.announce(userId);
    return reply.code(204).send();
  });

  app.post('/v1/admin/me/deletion', needs('session'), async (request, reply) => {
    const { userId } = sessionOf(request);
    await refuseUnlessPassword(request, parseRequest(accountDeletion, request.body).current);
    await removeAccount(database, actorOf(request), userId);
    accessChanges.announce(userId);
    await releaseFromAllSites(database, userId, (released) => change(async () => released));
    return reply.code(204).send();
  });

  app.get('/v1/admin/me/sessions', needs('session'), async (request): Promise<SessionView[]> => {
    const { userId, sessionId } = sessionOf(request);
    return (await listSessions(database, userId)).map((one) => ({
      ...{ id: one.id, createdAt: one.createdAt.toISOString(), lastUsedAt: one.updatedAt.toISOString() },
      ...{ userAgent: one.userAgent, address: one.ipAddress, current: one.id === sessionId },
    }));
  });

  app.delete('/v1/admin/me/sessions/:sessionId', needs('session'), async (request, reply) => {
    const { userId } = sessionOf(request);
    await endSessions(database, actorOf(request), parseRequest(session, request.params));
    accessChanges.announce(userId);
    return reply.code(204).send();
  });

  app.delete('/v1/admin/me/sessions', needs('session'), async (request, reply) => {
    const { userId, sessionId } = sessionOf(request);
    await endSessions(database, actorOf(request), { allBut: sessionId });
    accessChanges.announce(userId);
    return reply.code(204).send();
  });
}
