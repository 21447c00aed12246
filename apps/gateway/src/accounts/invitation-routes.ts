import { acceptInvitation, type Database, readInvitation } from '@frontdesk/database';
import { acceptedInvitation, type InvitationView, linkToken } from '@frontdesk/protocol';
import { hashPassword } from 'better-auth/crypto';
import type { FastifyInstance } from 'fastify';
import type { AccessChanges } from '../access/access-changes.ts';
import { parseRequest } from '../parse-request.ts';
import type { SignIn } from '../sign-in/sign-in.ts';

/** For whoever holds an invitation's link, and may have no account yet. */
export function serveInvitations(
  app: FastifyInstance,
  {
    database,
    accessChanges,
    signIn,
  }: { database: Database; accessChanges: AccessChanges; signIn: Pick<SignIn, 'readSession'> },
): void {
  app.post(
    '/v1/invitations/read',
    (request): Promise<InvitationView> => readInvitation(database, parseRequest(linkToken, request.body).token),
  );

  app.post('/v1/invitations/accept', async (request, reply) => {
    const { token, name, password } = parseRequest(acceptedInvitation, request.body);
    // Before any password is hashed, which takes a while.
    await readInvitation(database, token);
    const session = await signIn.readSession(request.headers);
    const userId = await acceptInvitation(database, {
      ...{ token, name, userId: session?.userId ?? null },
      passwordHash: await hashPassword(password),
    });
    accessChanges.announce(userId);
    return reply.code(204).send();
  });
}
