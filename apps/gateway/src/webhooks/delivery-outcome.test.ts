import { expect, test } from 'vitest';
import { deliveryOutcome } from './delivery-outcome.ts';

const minutes = (attempts: number) => {
  const outcome = deliveryOutcome(500, attempts);
  return outcome.told || outcome.laterMs === null ? null : outcome.laterMs / 60_000;
};

test.each([200, 201, 204, 299])('%i is taken for "got it"', (status) => {
  expect(deliveryOutcome(status, 8)).toEqual({ told: true });
});

test('all else is tried later and later, eight times in all', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8].map(minutes)).toEqual([0.5, 2, 8, 32, 128, 360, 360, null]);
});

test('one that is gone is not tried again', () => {
  expect(deliveryOutcome(410, 1)).toMatchObject({ laterMs: null, pause: true });
  expect(deliveryOutcome(404, 1)).toMatchObject({ laterMs: 30_000, pause: false });
});

test('why there was no answer is said as it is', () => {
  expect(deliveryOutcome(new Error('shop.example could not be reached (ECONNREFUSED).'), 1)).toMatchObject({
    ...{ told: false, error: 'shop.example could not be reached (ECONNREFUSED).' },
  });
});
