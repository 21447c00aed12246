import type { Database } from '@frontdesk/database';
import { CodedError, limits } from '@frontdesk/protocol';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod/mini';
import type { AccessChanges } from '../access/access-changes.ts';
import { addressKeyOf } from '../access/client-address.ts';
import { type OwnAddress, refuseUnlessOwn, requestHost, requestScheme } from '../access/origins.ts';
import type { RateLimits } from '../access/rate-limits.ts';
import { parseRequest } from '../parse-request.ts';
import { isSignedInFrom } from './is-signed-in-from.ts';
import { addressHeader, authPath, type SignIn } from './sign-in.ts';

const credentials = z.object({ email: z.string() });

function readJson(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    throw new CodedError('bad_request');
  }
}

/** The library goes by the public address alone; a cookie that came by https must not go by http, with or without one. */
function asSafeAs(scheme: string, cookie: string): string {
  return scheme === 'https' && !/;\s*secure\s*(;|$)/i.test(cookie) ? `${cookie}; Secure` : cookie;
}

/** Hands requests below `/v1/auth` to the sign-in library; those that change something only from the gateway's own pages. */
export function serveSignIn(
  scope: FastifyInstance,
  {
    database,
    signIn,
    own,
    accessChanges,
    limits: rateLimits,
  }: { database: Database; signIn: SignIn; own: OwnAddress; accessChanges: AccessChanges; limits: RateLimits },
): void {
  /** By the address that asks, and by the account that is asked for. */
  async function limitAttempts(address: string, body: unknown): Promise<void> {
    await rateLimits.signIn(address);
    const { email } = parseRequest(credentials, readJson(body));
    await rateLimits.account(email, address, () => isSignedInFrom(database, email, address));
  }

  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: limits.requestBytes },
    async (_: unknown, body: Buffer) => body,
  );

  scope.route({
    method: ['GET', 'POST'],
    url: `${authPath}/*`,
    handler: async (request, reply) => {
      if (request.method === 'POST') refuseUnlessOwn(request.headers, own);
      const address = addressKeyOf(request, own);
      const scheme = requestScheme(request.headers, own);
      const origin = `${scheme}://${requestHost(request.headers, own)}`;
      // Whatever the caller calls this host.
      if (!URL.canParse(request.url, origin)) throw new CodedError('bad_request');
      const url = new URL(request.url, origin);
      // Of what the library can do, only what the pages use: sessions and passwords have routes of the gateway's own.
      const known = [`${authPath}/sign-in/email`, `${authPath}/sign-out`, `${authPath}/get-session`];
      if (!known.includes(url.pathname)) throw new CodedError('not_found');
      // By the path as the library reads it: `sign-in\email` is another spelling of the same.
      if (request.method === 'POST' && url.pathname.startsWith(`${authPath}/sign-in/`))
        await limitAttempts(address, request.body);
      const headers = new Headers();
      for (const [name, value] of Object.entries(request.headers)) {
        if (value !== undefined) headers.set(name, String(value));
      }
      headers.set(addressHeader, address.replace('/64', ''));
      // Read by the library as it was read here: as a form, the same bytes can name another account.
      headers.set('content-type', 'application/json');
      const body = request.method === 'POST' && Buffer.isBuffer(request.body) ? new Uint8Array(request.body) : null;
      const leaving = url.pathname === `${authPath}/sign-out` ? await signIn.readSession(request.headers) : null;
      const response = await signIn.answer(new Request(url, { method: request.method, headers, body }));
      if (leaving) accessChanges.announce(leaving.userId);
      reply.code(response.status);
      for (const [name, value] of response.headers) if (name !== 'set-cookie') reply.header(name, value);
      for (const cookie of response.headers.getSetCookie()) reply.header('set-cookie', asSafeAs(scheme, cookie));
      return reply.send(Buffer.from(await response.arrayBuffer()));
    },
  });
}
