import type { IncomingHttpHeaders } from 'node:http';
import type { Database } from '@frontdesk/database';
import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { isOwnOrigin, type OwnAddress } from '../access/origins.ts';

export interface Session {
  sessionId: string;
  /** When it ends, unless a page asks for it before, a day or more after the last time. */
  expiresAt: Date;
  userId: string;
  /** Of the whole installation. */
  isOwner: boolean;
  email: string;
  name: string;
}

export interface SignIn {
  /** The session that a request's cookie names, or null. */
  readSession(headers: IncomingHttpHeaders): Promise<Session | null>;
  /** Answers a request below {@link authPath}. */
  answer(request: Request): Promise<Response>;
}

export const authPath = '/v1/auth';
/** The gateway tells the library the client's address in this header of its own; what the client sends is removed. */
export const addressHeader = 'x-frontdesk-address';

/** Sign-in of agents and admins: e-mail and password, sessions in the store. Accounts are made by the command line only. */
export function createSignIn({
  database,
  secret,
  own,
}: {
  database: Database;
  secret: string;
  own: OwnAddress;
}): SignIn {
  const auth = betterAuth({
    appName: 'Frontdesk',
    basePath: authPath,
    ...(own.publicUrl === undefined ? {} : { baseURL: new URL(own.publicUrl).origin }),
    secret,
    database: prismaAdapter(database, { provider: 'postgresql' }),
    emailAndPassword: { enabled: true, disableSignUp: true },
    user: { additionalFields: { role: { type: 'string', input: false, defaultValue: 'member' } } },
    session: { expiresIn: 7 * 24 * 3600, updateAge: 24 * 3600 },
    // Only pages of this very host: the origin is compared with the host that the browser asked for.
    trustedOrigins: async (request) => {
      const origin = request?.headers.get('origin');
      if (!request || !origin) return [];
      return isOwnOrigin(origin, Object.fromEntries(request.headers), own) ? [origin] : [];
    },
    // The gateway's own limit stands before it.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'frontdesk',
      useSecureCookies: own.publicUrl?.startsWith('https:') ?? false,
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
    telemetry: { enabled: false },
    // Its own words may hold e-mail addresses; what matters is logged by the gateway.
    logger: { disabled: true },
  });

  return {
    async readSession(headers) {
      if (!headers.cookie) return null;
      // Prolonged only where the browser's cookie is as well: an open socket, looked at again and again, would never let it end.
      const query = { disableRefresh: true };
      const found = await auth.api.getSession({ headers: new Headers({ cookie: headers.cookie }), query });
      if (!found) return null;
      const { session, user } = found;
      return {
        ...{ sessionId: session.id, expiresAt: session.expiresAt },
        ...{ userId: user.id, isOwner: user.role === 'owner', email: user.email, name: user.name },
      };
    },
    answer: (request) => auth.handler(request),
  };
}
