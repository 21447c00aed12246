import { expect, it } from 'vitest';
import { snoozeProblem } from './snooze-time.ts';

const now = new Date('2026-03-18T12:00:00.000Z');

it.each([
  ['2026-03-18T12:00:00.001Z', null],
  ['2027-03-18T12:00:00.000Z', null],
  ['2026-03-18T12:00:00.000Z', 'This time has passed.'],
  ['2026-03-17T13:00:00.000Z', 'This time has passed.'],
  ['', 'This time has passed.'],
  ['2027-03-20T12:00:00.000Z', 'Choose a time within a year.'],
  ['+020260-03-18T12:00:00.000Z', 'Choose a time within a year.'],
])('until %j: %s', (until, problem) => {
  expect(snoozeProblem(new Date(until), now)).toBe(problem);
});
