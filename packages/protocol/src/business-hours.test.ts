import { describe, expect, test } from 'vitest';
import { type BusinessHours, businessHours, isOpen, nextOpening, overlappingDays } from './business-hours.ts';

const office = [{ from: '09:00', to: '17:30' }];
const inBerlin: BusinessHours = { timeZone: 'Europe/Berlin', days: [office, office, office, office, office, [], []] };
const next = (hours: BusinessHours, at: string) => nextOpening(hours, new Date(at))?.toISOString() ?? null;

describe('business hours', () => {
  test.each([
    // Berlin is an hour ahead in winter, two in summer.
    ['2026-01-05T07:59:59Z', false],
    ['2026-01-05T08:00:00Z', true],
    ['2026-01-05T16:29:59Z', true],
    ['2026-01-05T16:30:00Z', false],
    ['2026-07-06T07:00:00Z', true],
    ['2026-01-10T10:00:00Z', false],
  ])('at %s: %s', (at, open) => {
    expect(isOpen(inBerlin, new Date(at))).toBe(open);
  });

  test('the next opening is today, tomorrow, after the week-end', () => {
    expect(next(inBerlin, '2026-01-05T05:00:00Z')).toBe('2026-01-05T08:00:00.000Z');
    expect(next(inBerlin, '2026-01-05T12:00:00Z')).toBe('2026-01-06T08:00:00.000Z');
    expect(next(inBerlin, '2026-01-09T18:00:00Z')).toBe('2026-01-12T08:00:00.000Z');
  });

  test('clocks that change in between do not move it', () => {
    // Sunday 29 March 2026, 2:00: an hour forward.
    expect(next(inBerlin, '2026-03-27T18:00:00Z')).toBe('2026-03-30T07:00:00.000Z');
    expect(next(inBerlin, '2026-10-23T18:00:00Z')).toBe('2026-10-26T08:00:00.000Z');
  });

  test.each([
    ['America/Santiago', '2026-09-05T12:00:00Z', '00:00', '2026-09-06T04:00:00.000Z'],
    ['America/Havana', '2026-03-07T12:00:00Z', '00:00', '2026-03-08T05:00:00.000Z'],
    ['America/New_York', '2026-03-08T00:00:00Z', '02:30', '2026-03-08T07:30:00.000Z'],
    ['Europe/Berlin', '2026-03-28T12:00:00Z', '02:30', '2026-03-29T01:30:00.000Z'],
  ])('in %s what the clocks leave out is no earlier, and they are open then', (timeZone, at, from, opening) => {
    const hours: BusinessHours = { timeZone, days: [[], [], [], [], [], [], [{ from, to: '06:00' }]] };
    expect(next(hours, at)).toBe(opening);
    expect(isOpen(hours, new Date(opening))).toBe(true);
  });

  test('a day of the other side of the world is that of its own calendar', () => {
    const inAuckland: BusinessHours = { timeZone: 'Pacific/Auckland', days: [office, [], [], [], [], [], []] };
    // Sunday in UTC, Monday there.
    expect(isOpen(inAuckland, new Date('2026-01-04T21:00:00Z'))).toBe(true);
    expect(next(inAuckland, '2026-01-04T21:00:00Z')).toBe('2026-01-11T20:00:00.000Z');
  });

  test('who never opens has no next opening, and who is always open is open', () => {
    expect(next({ timeZone: 'UTC', days: [[], [], [], [], [], [], []] }, '2026-01-05T00:00:00Z')).toBeNull();
    const always: BusinessHours = {
      timeZone: 'UTC',
      days: Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]),
    };
    expect(isOpen(always, new Date('2026-01-05T23:59:59Z'))).toBe(true);
  });

  test('ranges of a day overlap where they share a moment, in whatever order they stand', () => {
    const range = (from: string, to: string) => ({ from, to });
    const days = [
      [range('13:00', '17:00'), range('09:00', '13:00')],
      [...office, ...office],
      [range('13:00', '17:00'), range('09:00', '13:30')],
      [range('09:00', '18:00'), range('10:00', '11:00'), range('19:00', '24:00')],
      ...[office, [], []],
    ];
    expect(overlappingDays({ days })).toEqual([1, 2, 3]);
  });

  test.each([
    ['a time zone that is none', { ...inBerlin, timeZone: 'Mars/Olympus' }],
    ['a week of six days', { ...inBerlin, days: inBerlin.days.slice(1) }],
    ['an end before the beginning', { ...inBerlin, days: inBerlin.days.with(0, [{ from: '17:00', to: '09:00' }]) }],
    ['a time that is none', { ...inBerlin, days: inBerlin.days.with(0, [{ from: '9', to: '25:00' }]) }],
  ])('%s is refused', (_what, hours) => {
    expect(businessHours.safeParse(hours).success).toBe(false);
  });

  test('whoever writes hours past midnight as one range is told how to write them', () => {
    const bar = { ...inBerlin, days: inBerlin.days.with(5, [{ from: '18:00', to: '02:00' }]) };
    expect(businessHours.safeParse(bar).error?.issues[0]?.message).toContain('To stay open past midnight');
    const [evening, night] = [
      { from: '18:00', to: '24:00' },
      { from: '00:00', to: '02:00' },
    ];
    expect(
      businessHours.safeParse({ ...inBerlin, days: [...inBerlin.days.slice(0, 5), [evening], [night]] }).success,
    ).toBe(true);
  });
});
