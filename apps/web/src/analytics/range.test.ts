import { expect, test } from 'vitest';
import { dayRange } from './range.ts';

const now = new Date('2026-03-18T23:30:00.000Z');

test('days end with today, where whoever looks lives', () => {
  expect(dayRange(null, now, 'UTC')).toEqual({ days: 30, from: '2026-02-17', to: '2026-03-18' });
  expect(dayRange('7', now, 'Europe/Berlin')).toEqual({ days: 7, from: '2026-03-13', to: '2026-03-19' });
  expect(dayRange('8', now, 'America/Los_Angeles')).toMatchObject({ days: 30, to: '2026-03-18' });
});
