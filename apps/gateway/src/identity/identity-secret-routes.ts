import { type IdentitySecretView, identitySecretRotation, type MadeIdentitySecret } from '@frontdesk/protocol';
import type { FastifyInstance } from 'fastify';
import { needs, siteOf } from '../access/admin-requests.ts';
import { actorOf } from '../accounts/actor-of.ts';
import { parseRequest } from '../parse-request.ts';
import type { IdentitySecrets, KnownSecret } from './identity-secrets.ts';

const path = '/v1/admin/sites/:siteId/identity-secret';

/** The secret with which a site's server signs who a customer is. It is told where it is made, and never again. */
export function serveIdentitySecrets(
  app: FastifyInstance,
  { identitySecrets }: { identitySecrets: IdentitySecrets },
): void {
  app.get(path, needs('keys.manage'), async (request): Promise<IdentitySecretView> => {
    const [newest, former] = await identitySecrets.list(siteOf(request).siteId);
    return { newest: newest ? toView(newest) : null, former: former ? toView(former) : null };
  });

  app.post(path, needs('keys.manage'), async (request, reply): Promise<MadeIdentitySecret> => {
    const { formerHours } = parseRequest(identitySecretRotation, request.body);
    const { siteId } = siteOf(request);
    const { secret, version } = await identitySecrets.rotate(siteId, formerHours, actorOf(request));
    reply.code(201);
    return { secret, version };
  });
}

const toView = ({ version, secret, createdAt, validUntil }: KnownSecret) => ({
  ...{ version, isLost: secret === undefined, createdAt: createdAt.toISOString() },
  validUntil: validUntil?.toISOString() ?? null,
});
