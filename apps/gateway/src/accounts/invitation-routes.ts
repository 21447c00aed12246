import { acceptInvitation, type Database, readInvitation } from '@frontdesk/database';
import { acceptedInvitation, type InvitationView } from '@frontdesk/protocol';
import { hashPassword } from 'better-auth/crypto';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod/mini';
import type { AccessChanges } from '../access/access-changes.ts';
import { addressKeyOf } from '../access/client-address.ts';
import { type OwnAddress, refuseUnlessOwn } from '../access/origins.ts';
import type { RateLimits } from '../access/rate-limits.ts';
import { parseRequest } from '../parse-request.ts';
import type { SignIn } from '../sign-in/sign-in.ts';

const token = z.object({ token: z.string().check(z.maxLength(100)) });

/** For whoever holds an invitation's link, and may have no account yet. Tokens come in bodies: addresses are logged. */
export function serveInvitations(
  app: FastifyInstance,
  {
    database,
    own,
    limits,
    accessChanges,
    signIn,
  }: {
    database: Database;
    own: OwnAddress;
    limits: RateLimits;
    accessChanges: AccessChanges;
    signIn: Pick<SignIn, 'readSession'>;
  },
): void {
  app.addHook('onRequest', async (request, reply) => {
    refuseUnlessOwn(request.headers, own);
    // As an attempt to sign in: a token must not be found by trying.
    await limits.signIn(addressKeyOf(request, own));
    reply.header('cache-control', 'no-store');
  });

  app.post(
    '/v1/invitations/read',
    (request): Promise<InvitationView> => readInvitation(database, parseRequest(token, request.body).token),
  );

  app.post('/v1/invitations/accept', async (request, reply) => {
    const { token: secret, name, password } = parseRequest(acceptedInvitation, request.body);
    // Before any password is hashed, which takes a while.
    await readInvitation(database, secret);
    const session = await signIn.readSession(request.headers);
    const userId = await acceptInvitation(database, {
      ...{ token: secret, name, userId: session?.userId ?? null },
      passwordHash: await hashPassword(password),
    });
    accessChanges.announce(userId);
    return reply.code(204).send();
  });
}
