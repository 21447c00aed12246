import type { FastifyInstance } from 'fastify';
import { addressKeyOf } from '../access/client-address.ts';
import { type OwnAddress, refuseUnlessOwn } from '../access/origins.ts';
import type { RateLimits } from '../access/rate-limits.ts';

/** For routes of whoever holds a link, and may have no session. Its token comes in the body: addresses are logged. */
export function guardLinks(app: FastifyInstance, { own, limits }: { own: OwnAddress; limits: RateLimits }): void {
  app.addHook('onRequest', async (request, reply) => {
    refuseUnlessOwn(request.headers, own);
    // As an attempt to sign in: a token must not be found by trying.
    await limits.signIn(addressKeyOf(request, own));
    reply.header('cache-control', 'no-store');
  });
}
