import { CodedError, errors } from '@frontdesk/protocol';
import type { Logger } from '@frontdesk/telemetry';
import { type FastifyInstance, type FastifyReply, fastify } from 'fastify';
import type { GatewayMetrics } from '../metrics.ts';
import { refusal } from '../refusal.ts';

/** A server that answers every failure and every unknown address with `{ error: { code, message } }` and the code's status. */
export function createCodedServer(
  options: { metrics: GatewayMetrics; logger: Logger },
  server: { forceCloseConnections: boolean; requestTimeout: number },
): FastifyInstance {
  const answer = (error: unknown, _request: unknown, reply: FastifyReply) => {
    const coded = refusal(error, options);
    if (coded.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(coded.retryAfterMs / 1000));
    return reply.code(errors[coded.code].status).send({ error: coded.toWire() });
  };
  // What fails before a route is found, such as an address that can't be decoded, is no handler's.
  const app = fastify({ ...server, logger: false, frameworkErrors: answer });
  app.setErrorHandler(answer);
  app.setNotFoundHandler(() => {
    throw new CodedError('not_found');
  });
  return app;
}
