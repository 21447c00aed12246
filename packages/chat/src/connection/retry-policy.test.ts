import type { ErrorCode } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { coded } from '../testing/scripted-gateway.ts';
import { backOffMs, retryPolicy } from './retry-policy.ts';

test.each<[ErrorCode, number | undefined, number, ReturnType<typeof retryPolicy> | 'again']>([
  ['token_expired', undefined, 0, { kind: 'renew' }],
  ['token_invalid', undefined, 3, { kind: 'renew' }],
  ['conversation_unknown', undefined, 0, { kind: 'gone' }],
  ['rate_limited', 1_500, 0, { kind: 'again', afterMs: 1_500 }],
  ['busy', 20_000, 0, { kind: 'again', afterMs: 20_000 }],
  ['rate_limited', 3_600_000, 0, { kind: 'give-up' }],
  ['rate_limited', undefined, 0, 'again'],
  ['answer_in_progress', undefined, 9, { kind: 'again', afterMs: 2_000 }],
  ['unavailable', undefined, 40, 'again'],
  ['internal', undefined, 0, 'again'],
  ['internal', undefined, 4, { kind: 'give-up' }],
  ['message_too_long', undefined, 0, { kind: 'give-up' }],
  ['site_limit_reached', 10_000, 0, { kind: 'give-up' }],
  ['origin_refused', undefined, 0, { kind: 'give-up' }],
])('%s, retry after %s, attempt %i', (code, retryAfterMs, attempt, expected) => {
  const retry = retryPolicy(coded(code, retryAfterMs), attempt, 4);
  if (expected === 'again') expect(retry.kind).toBe('again');
  else expect(retry).toEqual(expected);
});

test('connecting never gives up because of a failure', () => {
  expect(retryPolicy(coded('internal'), 1_000).kind).toBe('again');
});

test('the back-off doubles up to 15 s', () => {
  const most = [0, 1, 2, 3, 4, 5, 6, 60].map((attempt) => backOffMs(attempt, () => 1));
  expect(most).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  expect(backOffMs(2, () => 0)).toBe(1_000);
});
