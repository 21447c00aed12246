import { CodedError, errors } from '@frontdesk/protocol';
import type { Logger } from '@frontdesk/telemetry';
import type { FastifyInstance } from 'fastify';
import type { GatewayMetrics } from '../metrics.ts';
import { refusal } from '../refusal.ts';

/** Answers every failure and every unknown address with `{ error: { code, message } }` and the code's status. */
export function answerWithCodes(app: FastifyInstance, options: { metrics: GatewayMetrics; logger: Logger }): void {
  app.setErrorHandler((error, _request, reply) => {
    const coded = refusal(error, options);
    if (coded.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(coded.retryAfterMs / 1000));
    return reply.code(errors[coded.code].status).send({ error: coded.toWire() });
  });
  app.setNotFoundHandler(() => {
    throw new CodedError('not_found');
  });
}
