import { expect, test } from 'vitest';
import { rhythmText, scheduleText } from './rhythm-text.ts';

const now = new Date(2026, 2, 18, 12, 30);
const at = (day: number) => new Date(2026, 2, day, 3, 17).toISOString();

test.each([
  [null, null, 'Never imported again by itself'],
  [1, at(19), 'Every day · next Thu 3:17'],
  [7, at(25), 'Every week · next 25 March, 3:17'],
  [30, null, 'Every month'],
] as const)('every %s days, next at %s', (everyDays, nextImportAt, text) => {
  expect(scheduleText({ everyDays, nextImportAt }, now)).toBe(text);
});

test('a rhythm of a newer version is told in days', () => {
  expect(rhythmText(14)).toBe('every 14 days');
});
