import { noMessages, type StageMs } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { formatShare, judgeBudget, judgePromise } from './promise.ts';

const noTime: StageMs = { gateway: 0, queue: 0, prefill: 0, firstToken: 0, relay: 0, network: 0 };
const judge = (messages: Partial<typeof noMessages>, lateStageMs: Partial<StageMs> = {}) =>
  judgePromise({
    windowMs: 900_000,
    targetTtftMs: 2_000,
    clientTtftMs: { p50: null, p95: null, p99: null, count: 0 },
    gatewayTtftMs: { p50: null, p95: null, p99: null, count: 0 },
    messages: { ...noMessages, ...messages },
    lateStageMs: { ...noTime, ...lateStageMs },
  });

test('without a message nothing is claimed', () => {
  expect(judge({}).verdict).toBe('no-data');
  expect(judge({ cancelled: 3 }).verdict).toBe('no-data');
});

test('all in time is kept', () => {
  expect(judge({ answered: 1, inTime: 1 })).toEqual({
    verdict: 'kept',
    headline: 'Promise kept',
    detail: 'First words inside 2 s at p99, over 1 message in 15 min.',
  });
});

test('1 in 100 may be late, and is told', () => {
  expect(judge({ answered: 200, inTime: 198 })).toMatchObject({
    verdict: 'kept',
    detail: 'First words inside 2 s at p99, over 200 messages in 15 min. 2 late, at most 1 in 100.',
  });
});

test('where it is broken, what broke it is named', () => {
  expect(judge({ answered: 1_200, inTime: 1_180, expired: 4 }, { queue: 3_000, prefill: 90 })).toEqual({
    verdict: 'broken',
    headline: 'Promise not kept',
    detail:
      '20 late, 4 without an answer of 1,204 messages in 15 min; promised is 2 s for 99 in 100. What took longest: waiting for a worker.',
  });
});

test('whoever is refused was not answered', () => {
  expect(judge({ answered: 10, inTime: 10, refused: 1 })).toMatchObject({
    verdict: 'broken',
    detail: '1 without an answer of 11 messages in 15 min; promised is 2 s for 99 in 100.',
  });
});

test.each([
  [null, null, { tone: 'none', availability: '–', left: '–', hint: 'no messages' }],
  [1, 1, { tone: 'good', availability: '100%', left: '100%', hint: 'for errors left' }],
  [0.9996, 0.6, { tone: 'good', availability: '99.96%', left: '60%', hint: 'for errors left' }],
  [0.9991, 0.1, { tone: 'warn', availability: '99.91%', left: '10%', hint: 'for errors left' }],
  [0.998, -1, { tone: 'bad', availability: '99.8%', left: '0%', hint: 'overdrawn' }],
])('an availability of %s', (availability, left, expected) => {
  expect(judgeBudget({ windowMs: 1, availability, left })).toEqual(expected);
});

test('only all of it is 100%', () => {
  expect(formatShare(0.99999, 2)).toBe('99.99%');
  expect(formatShare(0.29)).toBe('29%');
});
