import { CodedError } from '@frontdesk/protocol';
import type { FastifyInstance } from 'fastify';
import { isOwnOrigin, type OwnAddress } from '../access/origins.ts';
import type { SignIn } from '../sign-in/sign-in.ts';

/**
 * Lets only agents' and admins' requests to the routes of `scope`, before anything of their bodies is read. The cookie comes
 * along whichever page asks: what changes something has to come from the gateway's own pages.
 */
export function agentsOnly(scope: FastifyInstance, { signIn, own }: { signIn: SignIn; own: OwnAddress }): void {
  scope.addHook('onRequest', async (request, reply) => {
    const { headers, method } = request;
    const { origin } = headers;
    const isOwn = origin !== undefined && isOwnOrigin(origin, headers, own);
    if (method !== 'GET' && !isOwn) throw new CodedError('origin_refused');
    if (!(await signIn.readSession(headers))) throw new CodedError('sign_in_required');
    reply.header('cache-control', 'no-store');
  });
}
