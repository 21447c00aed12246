import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { admit, type QueueLoad } from './admission.ts';

const deadlineMs = 60_000;

test.each<[string, Omit<QueueLoad, 'deadlineMs'>, number | 'accepted']>([
  ['nobody waits', { waiting: 0, answersPerSecond: 10 }, 'accepted'],
  ['half of the deadline', { waiting: 300, answersPerSecond: 10 }, 'accepted'],
  ['a second beyond', { waiting: 310, answersPerSecond: 10 }, 1_000],
  ['a little beyond: not at once again', { waiting: 301, answersPerSecond: 10 }, 1_000],
  ['ten seconds beyond', { waiting: 400, answersPerSecond: 10 }, 10_000],
  ['far beyond: a minute is long enough', { waiting: 100_000, answersPerSecond: 10 }, 60_000],
  ['one before, served slowly', { waiting: 1, answersPerSecond: 0.01 }, 60_000],
  ['nobody before, served slowly', { waiting: 0, answersPerSecond: 0.001 }, 'accepted'],
  ['nothing known, few wait', { waiting: 99 }, 'accepted'],
  ['nothing known, many wait', { waiting: 100 }, 5_000],
  ['no worker, few wait', { waiting: 5, answersPerSecond: 0 }, 'accepted'],
  ['no worker, many wait', { waiting: 500, answersPerSecond: 0 }, 5_000],
  ['no number', { waiting: 500, answersPerSecond: Number.NaN }, 5_000],
])('%s', (_, load, expected) => {
  const admission = admit({ ...load, deadlineMs });
  expect(admission).toEqual(expected === 'accepted' ? { accepted: true } : { accepted: false, retryAfterMs: expected });
});

it('who is let in waits for half of the deadline at most, by the estimate', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0.01, max: 1_000, noNaN: true }),
      fc.integer({ min: 1_000, max: 120_000 }),
      (waiting, answersPerSecond, deadline) => {
        const admission = admit({ waiting, answersPerSecond, deadlineMs: deadline });
        if (admission.accepted) expect((1_000 * waiting) / answersPerSecond).toBeLessThanOrEqual(deadline / 2);
        else expect(admission.retryAfterMs).toBeGreaterThanOrEqual(1_000);
      },
    ),
  );
});

it('a longer queue lets in nobody whom a shorter one refuses', () => {
  const rate = fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: undefined });
  fc.assert(
    fc.property(fc.nat(2_000), fc.nat(2_000), rate, (waiting, more, answersPerSecond) => {
      const load = { deadlineMs, ...(answersPerSecond === undefined ? {} : { answersPerSecond }) };
      if (!admit({ waiting, ...load }).accepted)
        expect(admit({ waiting: waiting + more, ...load }).accepted).toBe(false);
    }),
  );
});
