import { expect, test } from 'vitest';
import { comingTime, dayName } from './clock-time.ts';

const at = (day: number, hour: number) => new Date(2026, 2, day, hour, 30);

test.each<[Date, string]>([
  [at(18, 0), 'Today'],
  [at(18, 23), 'Today'],
  [at(17, 23), 'Yesterday'],
  [at(16, 12), 'Monday, 16 March 2026'],
  [at(11, 12), 'Wednesday, 11 March 2026'],
])('%s is %s', (day, name) => {
  expect(dayName(day.toISOString(), at(18, 12), 'en-GB')).toBe(name);
});

test.each<[Date, string]>([
  [at(18, 15), '15:30'],
  [at(19, 9), 'Thu 9:30'],
  [at(24, 23), 'Tue 23:30'],
  [at(25, 9), '25 March, 9:30'],
  [new Date(2027, 2, 19, 9), '19 March 2027, 9:00'],
  // Its time has come, and it is not back yet.
  [at(17, 9), '17 March, 9:30'],
])('%s, which comes, is %s', (time, text) => {
  expect(comingTime(time.toISOString(), at(18, 12), 'en-GB')).toBe(text);
});
