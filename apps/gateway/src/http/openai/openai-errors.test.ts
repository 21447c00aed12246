import { CodedError, type ErrorCode, errors } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { toOpenAiError } from './openai-errors.ts';
import { ParameterError } from './parameter-error.ts';

test.each<[ErrorCode, number, string, string | null]>([
  ['bad_request', 400, 'invalid_request_error', null],
  ['api_key_invalid', 401, 'invalid_request_error', 'invalid_api_key'],
  ['message_too_long', 400, 'invalid_request_error', 'context_length_exceeded'],
  ['rate_limited', 429, 'requests', 'rate_limit_exceeded'],
  ['site_limit_reached', 429, 'insufficient_quota', 'insufficient_quota'],
  ['generation_failed', 502, 'server_error', 'generation_failed'],
  ['unavailable', 503, 'server_error', 'unavailable'],
])('%s is a %i of type %s and code %s', (code, status, type, theirs) => {
  expect(toOpenAiError(new CodedError(code))).toEqual({
    status,
    error: { message: errors[code].sentence, type, param: null, code: theirs },
  });
});

test('a field that is wrong is named, and its own code comes first', () => {
  const named = (openAiCode?: string) =>
    toOpenAiError(new ParameterError('messages[2].content', { message: 'No.', code: 'message_too_long', openAiCode }))
      .error;
  expect(named()).toMatchObject({ param: 'messages[2].content', code: 'context_length_exceeded' });
  expect(named('invalid_value')).toMatchObject({ message: 'No.', code: 'invalid_value' });
});
