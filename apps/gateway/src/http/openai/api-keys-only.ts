import type { HeldApiKey } from '@frontdesk/database';
import { CodedError, limits } from '@frontdesk/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ApiKeyDirectory } from '../../access/api-key-directory.ts';
import { bearerOf } from '../../access/bearer.ts';
import { addressKeyOf } from '../../access/client-address.ts';
import type { OwnAddress } from '../../access/origins.ts';
import type { RateLimits } from '../../access/rate-limits.ts';

/** Lets only requests with an API key to the routes of `scope`, before anything of their bodies is read. */
export function apiKeysOnly(
  scope: FastifyInstance,
  { apiKeys, own, limits: rateLimits }: { apiKeys: ApiKeyDirectory; own: OwnAddress; limits: RateLimits },
): void {
  scope.decorateRequest('apiKey', null);
  scope.addHook('onRequest', async (request, reply) => {
    const key = bearerOf(request.headers);
    if (key === undefined || key.length > limits.tokenChars) {
      throw new CodedError('api_key_invalid', {
        message: 'Send an API key of your site in the header Authorization, as "Bearer fd_...".',
      });
    }
    const address = addressKeyOf(request, own);
    const held = await apiKeys.find(key, address);
    if (!held) {
      await rateLimits.wrongKey(address);
      throw new CodedError('api_key_invalid');
    }
    request.setDecorator('apiKey', held);
    reply.header('cache-control', 'no-store');
  });
}

/** The key that a request bears that {@link apiKeysOnly} has let in. */
export const apiKeyOf = (request: FastifyRequest): HeldApiKey => request.getDecorator<HeldApiKey>('apiKey');
