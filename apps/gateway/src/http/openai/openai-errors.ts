import { type CodedError, type ErrorCode, errors, type OpenAiError } from '@frontdesk/protocol';
import type { Logger } from '@frontdesk/telemetry';
import type { FastifyInstance } from 'fastify';
import type { GatewayMetrics } from '../../metrics.ts';
import { refusal } from '../../refusal.ts';
import { ParameterError } from './parameter-error.ts';

interface Named {
  code: string | null;
  type?: string;
  status?: number;
  /** That API's clients sleep as long as they are told before they try again: until tomorrow, here. */
  noRetry?: boolean;
}

/** What OpenAI's API calls our codes where it has a name of its own; the others keep theirs. */
const theirs: Partial<Record<ErrorCode, Named>> = {
  bad_request: { code: null },
  api_key_invalid: { code: 'invalid_api_key' },
  message_too_long: { code: 'context_length_exceeded', status: 400 },
  system_too_long: { code: 'context_length_exceeded', status: 400 },
  rate_limited: { code: 'rate_limit_exceeded', type: 'requests' },
  site_limit_reached: { code: 'insufficient_quota', type: 'insufficient_quota', noRetry: true },
};

/** A refusal as that API says it. */
export function toOpenAiError(error: CodedError): { status: number; error: OpenAiError } {
  const named = theirs[error.code];
  const status = named?.status ?? errors[error.code].status;
  const parameter = error instanceof ParameterError ? error : undefined;
  return {
    status,
    error: {
      message: error.message,
      type: named?.type ?? (status >= 500 ? 'server_error' : 'invalid_request_error'),
      param: parameter?.param ?? null,
      code: parameter?.openAiCode ?? (named ? named.code : error.code),
    },
  };
}

/** Answers every failure of the routes of `scope` in that API's shape, with the status that its clients know. */
export function answerWithOpenAiErrors(
  scope: FastifyInstance,
  options: { metrics: GatewayMetrics; logger: Logger },
): void {
  scope.setErrorHandler((thrown, _request, reply) => {
    const coded = refusal(thrown, options);
    const { status, error } = toOpenAiError(coded);
    const { retryAfterMs } = coded;
    if (retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(retryAfterMs / 1000));
    if (theirs[coded.code]?.noRetry) reply.header('x-should-retry', 'false');
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    return reply.code(status).send({ error });
  });
}
