import { expect, test } from 'vitest';
import { tickLabels } from './time-format.ts';

const day = 86_400_000;
const midnight = (date: number) => new Date(2026, 10, date).getTime();

test('an axis over days ends with the last day, not with the one after it', () => {
  const ticks = [midnight(24), midnight(25), midnight(26)];
  expect(tickLabels(ticks, day, midnight(26), 'en-GB')).toEqual(['24 Nov', '25 Nov', '']);
});

test('of ticks closer than a day, those at midnight name it; where steps are whole days the others are blank', () => {
  const ticks = [midnight(24), midnight(24) + day / 2, midnight(25), midnight(25) + day / 2, midnight(26)];
  expect(tickLabels(ticks, day, midnight(26), 'en-GB')).toEqual(['24 Nov', '', '25 Nov', '', '']);
  expect(tickLabels(ticks, day / 24, midnight(27), 'en-GB')).toEqual(['24 Nov', '12:00', '25 Nov', '12:00', '26 Nov']);
});

test('the end of an hour is named', () => {
  const hour = day / 24;
  const ticks = [midnight(24) + 9 * hour, midnight(24) + 10 * hour];
  expect(tickLabels(ticks, hour, midnight(24) + 10 * hour, 'en-GB')).toEqual(['9:00', '10:00']);
});
