import { CodedError, type ErrorCode, errors } from '@frontdesk/protocol';
import type { Logger } from '@frontdesk/telemetry';
import type { FastifyError, FastifyInstance } from 'fastify';
import type { GatewayMetrics } from '../metrics.ts';

/** Fastify's own refusals, in our codes. */
const codesByFastify: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'request_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_type',
  FST_ERR_CTP_EMPTY_TYPE: 'unsupported_type',
};

/** Answers every failure and every unknown address with `{ error: { code, message } }` and the code's status. */
export function answerWithCodes(
  app: FastifyInstance,
  { metrics, logger }: { metrics: GatewayMetrics; logger: Logger },
): void {
  app.setErrorHandler<FastifyError | Error>((error, request, reply) => {
    const coded = toCodedError(error);
    if (coded.code === 'internal') logger.error({ error, route: request.routeOptions.url }, 'a request failed');
    metrics.refused(coded.code);
    if (coded.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(coded.retryAfterMs / 1000));
    return reply.code(errors[coded.code].status).send({ error: coded.toWire() });
  });
  app.setNotFoundHandler(() => {
    throw new CodedError('not_found');
  });
}

/** What a person gets to know of any error. */
export function toCodedError(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const { code = '', statusCode = 500 } = error as Partial<FastifyError>;
  const known = codesByFastify[code];
  if (known) return new CodedError(known, { cause: error });
  return new CodedError(statusCode >= 400 && statusCode < 500 ? 'bad_request' : 'internal', { cause: error });
}
