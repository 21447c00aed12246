import { CodedError } from '@frontdesk/protocol';
import { createLogger } from '@frontdesk/telemetry';
import { expect, test } from 'vitest';
import { createGatewayMetrics } from './metrics.ts';
import { refusal } from './refusal.ts';

const options = { metrics: createGatewayMetrics(), logger: createLogger({ name: 'test', level: 'silent' }) };
const failure = (fields: object) => Object.assign(new Error('password=secret of customer'), fields);

test.each<[string, unknown, string]>([
  ['an error for people', new CodedError('message_empty'), 'message_empty'],
  ['a bug', failure({}), 'internal'],
  ['a body that is too large', failure({ code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 }), 'request_too_large'],
  ['another refusal of Fastify', failure({ code: 'FST_ERR_SOMETHING', statusCode: 400 }), 'bad_request'],
  ['a store that is not there', failure({ code: 'P1001' }), 'unavailable'],
  ['a store without a free connection', failure({ code: 'P2028' }), 'unavailable'],
  ['a broken rule of the store', failure({ code: 'P2002' }), 'internal'],
  ['something that is no error', 'rubbish', 'internal'],
])('%s', (_, error, code) => {
  const wire = refusal(error, options).toWire();
  expect(wire.code).toBe(code);
  expect(wire.message).not.toContain('secret');
});
