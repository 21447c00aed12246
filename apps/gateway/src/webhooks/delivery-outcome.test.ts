import { expect, test } from 'vitest';
import { deliveryOutcome } from './delivery-outcome.ts';

const minutes = (attempts: number) => {
  const outcome = deliveryOutcome({ status: 500 }, attempts);
  return outcome.told || outcome.laterMs === null ? null : outcome.laterMs / 60_000;
};

test.each([200, 201, 204, 299])('%i is taken for "got it"', (status) => {
  expect(deliveryOutcome({ status }, 8)).toEqual({ told: true });
});

test('all else is tried later and later, eight times in all', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8].map(minutes)).toEqual([0.5, 2, 8, 32, 128, 360, 360, null]);
});

test('one that is gone is not tried again', () => {
  expect(deliveryOutcome({ status: 410 }, 1)).toMatchObject({ laterMs: null, pause: true });
  expect(deliveryOutcome({ status: 404 }, 1)).toMatchObject({ laterMs: 30_000, pause: false });
});

const now = Date.parse('2026-12-02T09:00:00.000Z');
test.each([
  [429, '120', 120, 120],
  [503, 'Wed, 02 Dec 2026 09:10:00 GMT', 600, 600],
  // It asks for less than it gets anyway.
  [429, '5', 5, 30],
  [429, '0', 0, 30],
  [503, 'Wed, 02 Dec 2026 08:00:00 GMT', 0, 30],
  [503, '864000', 3_600, 3_600],
  [503, '9'.repeat(400), 3_600, 3_600],
  [503, 'Fri, 01 Jan 2100 00:00:00 GMT', 3_600, 3_600],
  [503, undefined, 0, 30],
  [429, 'soon', 0, 30],
  [429, '-120', 0, 30],
  [429, '1e3', 0, 30],
  [429, '2026-12-02 09:10', 0, 30],
  [500, '120', 0, 30],
])('a server that answers %i and asks for %s rests for %i s, and the event is tried after %i s', (...row) => {
  const [status, retryAfter, rest, later] = row;
  expect(deliveryOutcome({ status, retryAfter }, 1, now)).toMatchObject({
    ...{ restMs: rest * 1_000, laterMs: later * 1_000, pause: false },
  });
});

test('what is asked for makes no wait shorter, and no more tries', () => {
  const asked = { status: 429, retryAfter: '60' };
  expect(deliveryOutcome(asked, 4)).toMatchObject({ laterMs: 32 * 60_000, restMs: 60_000 });
  expect(deliveryOutcome(asked, 8)).toMatchObject({ laterMs: null, restMs: 60_000 });
});

test('why there was no answer is said as it is', () => {
  expect(deliveryOutcome(new Error('shop.example could not be reached (ECONNREFUSED).'), 1)).toMatchObject({
    ...{ told: false, error: 'shop.example could not be reached (ECONNREFUSED).' },
  });
});
