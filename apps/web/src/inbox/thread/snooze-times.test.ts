import { expect, test } from 'vitest';
import { snoozeTimes } from './snooze-times.ts';

test.each([
  [
    'a Wednesday',
    new Date(2026, 2, 18, 14, 30),
    [new Date(2026, 2, 18, 15, 30), new Date(2026, 2, 19, 9), new Date(2026, 2, 23, 9)],
  ],
  ['a Sunday', new Date(2026, 2, 22, 23, 30), [new Date(2026, 2, 23, 0, 30), new Date(2026, 2, 23, 9)]],
  [
    'a Monday',
    new Date(2026, 2, 23, 8),
    [new Date(2026, 2, 23, 9), new Date(2026, 2, 24, 9), new Date(2026, 2, 30, 9)],
  ],
])('on %s', (_day, now, expected) => {
  expect(snoozeTimes(now).map(({ until }) => until)).toEqual(expected);
});
