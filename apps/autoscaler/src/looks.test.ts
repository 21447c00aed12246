import type { Observation } from '@frontdesk/scaling';
import { expect, it } from 'vitest';
import { Looks } from './looks.ts';

const startMs = 1_800_000_000_000;
const look = (second: number): Observation => ({
  ...{ atMs: startMs + 1_000 * second, waiting: 0, running: 0, ready: 1, starting: 0, slotsPerWorker: 32 },
});
const lookAt = (seconds: readonly number[]) => {
  const looks = new Looks();
  for (const second of seconds) looks.add(look(second));
  return {
    seconds: looks.all.map(({ atMs }) => (atMs - startMs) / 1_000),
    since: (looks.sinceMs - startMs) / 1_000,
  };
};

it('keeps the last minute', () => {
  const { seconds, since } = lookAt(Array.from({ length: 200 }, (_, second) => second));
  expect(seconds).toEqual(Array.from({ length: 60 }, (_, index) => 140 + index));
  expect(since).toBe(0);
});

it('a slow look or two is no gap', () => {
  expect(lookAt([0, 1, 9, 19])).toEqual({ seconds: [0, 1, 9, 19], since: 0 });
});

it.each([
  ['a pause', [0, 1, 2, 13, 14], { seconds: [13, 14], since: 13 }],
  ['a clock that was set back', [100, 101, 50, 51], { seconds: [50, 51], since: 50 }],
])('begins anew after %s', (_, seconds, expected) => {
  expect(lookAt(seconds)).toEqual(expected);
});
