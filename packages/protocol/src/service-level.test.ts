import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { promise } from './promise.ts';
import {
  availability,
  burnDown,
  errorBudget,
  goodput,
  inTimeShare,
  isGood,
  isTtftKept,
  judged,
  longestStage,
  type MessageCounts,
  noMessages,
  sumCounts,
  tpotMs,
} from './service-level.ts';

const counts = (some: Partial<MessageCounts>): MessageCounts => ({ ...noMessages, ...some });

test.each<[string, Partial<MessageCounts>, number | null, number | null, boolean | null]>([
  ['nothing was asked', {}, null, null, null],
  ['only stopped in good time', { cancelled: 5 }, null, null, null],
  ['all in time', { answered: 10, inTime: 10 }, 1, 1, true],
  ['99 of 100 in time', { answered: 100, inTime: 99 }, 1, 0.99, true],
  ['98 of 100 in time', { answered: 100, inTime: 98 }, 1, 0.98, false],
  ['a refused one is an unanswered one', { answered: 99, inTime: 99, refused: 1 }, 0.99, 0.99, true],
  [
    'whatever becomes of a message, it is judged once',
    { answered: 96, inTime: 96, failed: 1, expired: 1, abandoned: 1, refused: 1, cancelled: 7 },
    0.96,
    0.96,
    false,
  ],
])('%s', (_, some, available, inTime, kept) => {
  expect(availability(counts(some))).toBe(available);
  expect(inTimeShare(counts(some))).toBe(inTime);
  expect(isTtftKept(counts(some))).toBe(kept);
});

test.each<[string, { ttftMs: number; tpotMs: number | null }, boolean]>([
  ['exactly on both targets', { ttftMs: 2_000, tpotMs: 200 }, true],
  ['late', { ttftMs: 2_000.1, tpotMs: 10 }, false],
  ['slow', { ttftMs: 10, tpotMs: 200.1 }, false],
  ['one token: no pace', { ttftMs: 10, tpotMs: null }, true],
])('an answer is good: %s', (_, answer, good) => {
  expect(isGood(answer)).toBe(good);
});

test('TPOT leaves the first token out', () => {
  expect(tpotMs({ firstTextToEndMs: 900, generatedTokens: 10 })).toBe(100);
  expect(tpotMs({ firstTextToEndMs: 900, generatedTokens: 1 })).toBeNull();
  expect(tpotMs({ firstTextToEndMs: 0, generatedTokens: 0 })).toBeNull();
});

test('goodput is per second', () => {
  expect(goodput({ good: 90 }, 60_000)).toBe(1.5);
  expect(goodput({ good: 0 }, 0)).toBe(0);
});

test.each<[string, Partial<MessageCounts>, number | undefined]>([
  ['nothing was asked', {}, undefined],
  ['untouched', { answered: 5 }, 1],
  ['half', { answered: 1_999, failed: 1 }, 0.5],
  ['used up', { answered: 999, refused: 1 }, 0],
  ['overdrawn', { answered: 998, expired: 2 }, -1],
])('the error budget: %s', (_, some, left) => {
  const budget = errorBudget(counts(some));
  if (left === undefined) expect(budget).toBeNull();
  else expect(budget?.left).toBeCloseTo(left, 9);
});

const some = fc.record({
  ...{ answered: fc.nat(500), failed: fc.nat(9), expired: fc.nat(9), abandoned: fc.nat(9), refused: fc.nat(9) },
  ...{ cancelled: fc.nat(9), cached: fc.nat(9), inTime: fc.nat(9), good: fc.nat(9) },
});

it('a budget burns down from step to step, and ends where the budget of the whole does', () => {
  fc.assert(
    fc.property(fc.array(some, { minLength: 1, maxLength: 20 }), (steps) => {
      const left = burnDown(steps);
      const budget = errorBudget(sumCounts(steps));
      if (!budget) return expect(left.every((one) => one === null)).toBe(true);
      expect(left.at(-1)).toBeCloseTo(budget.left, 6);
      for (let step = 1; step < left.length; step += 1) expect(left[step]).toBeLessThanOrEqual(left[step - 1] ?? 0);
      expect((availability(sumCounts(steps)) ?? 0) >= promise.availability - 1e-12).toBe(budget.left >= -1e-9);
    }),
  );
});

it('counts of parts add up to the counts of the whole', () => {
  fc.assert(
    fc.property(fc.array(some), (parts) => {
      expect(judged(sumCounts(parts))).toBe(parts.reduce((sum, part) => sum + judged(part), 0));
    }),
  );
});

test('the longest stage has a name where there is one', () => {
  const none = { gateway: 0, queue: 0, prefill: 0, firstToken: 0, relay: 0, network: 0 };
  expect(longestStage(none)).toBeNull();
  expect(longestStage({ ...none, gateway: 4, prefill: 9 })).toBe('prefill');
});
