import { expect, test } from 'vitest';
import { dayName } from './clock-time.ts';

const at = (day: number, hour: number) => new Date(2026, 2, day, hour, 30);

test.each<[Date, string]>([
  [at(18, 0), 'Today'],
  [at(18, 23), 'Today'],
  [at(17, 23), 'Yesterday'],
  [at(16, 12), 'Monday, 16 March 2026'],
  [at(11, 12), 'Wednesday, 11 March 2026'],
])('%s is %s', (day, name) => {
  expect(dayName(day.toISOString(), at(18, 12))).toBe(name);
});
