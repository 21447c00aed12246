import { isDatabaseAway } from '@frontdesk/database';
import { CodedError, type ErrorCode } from '@frontdesk/protocol';
import type { Logger } from '@frontdesk/telemetry';
import { HungUp } from './http/hang-up.ts';
import type { GatewayMetrics } from './metrics.ts';

/** Fastify's own refusals, in our codes. */
const codesByFastify: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'request_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_type',
  FST_ERR_CTP_EMPTY_TYPE: 'unsupported_type',
};

/** When a store that is away, or has no room, may be back. */
const storeRetryMs = 1_000;

/** Turns whatever was thrown into what the person gets to know; counts it if somebody is there to hear it, and logs what was not their mistake. */
export function refusal(error: unknown, { metrics, logger }: { metrics: GatewayMetrics; logger: Logger }): CodedError {
  const coded = toCodedError(error);
  if (!(error instanceof HungUp)) metrics.refused(coded.code);
  if (coded !== error && (coded.code === 'internal' || coded.code === 'unavailable')) {
    logger.error({ error }, 'a request failed');
  }
  return coded;
}

function toCodedError(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const { code = '', statusCode = 500 } = error as { code?: string; statusCode?: number };
  const known = codesByFastify[code];
  if (known) return new CodedError(known, { cause: error });
  if (isDatabaseAway(error)) return new CodedError('unavailable', { cause: error, retryAfterMs: storeRetryMs });
  return new CodedError(statusCode >= 400 && statusCode < 500 ? 'bad_request' : 'internal', { cause: error });
}
