import { describe, expect, test } from 'vitest';
import {
  type BusinessHours,
  businessHours,
  dateIn,
  isOpen,
  nextOpening,
  overlappingDates,
  overlappingDays,
  withoutPast,
} from './business-hours.ts';

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
    const dates = ['2026-12-24', '2026-12-25', '2026-12-26', '2026-12-27', '2026-12-28', '2026-12-29', '2026-12-30'];
    const exceptions = Object.fromEntries(dates.map((date, at) => [date, days[at] ?? []]));
    expect(overlappingDates({ exceptions })).toEqual(['2026-12-25', '2026-12-26', '2026-12-27']);
    expect(overlappingDates({})).toEqual([]);
  });

  test.each([
    ['a time zone that is none', { ...inBerlin, timeZone: 'Mars/Olympus' }],
    ['a week of six days', { ...inBerlin, days: inBerlin.days.slice(1) }],
    ['an end before the beginning', { ...inBerlin, days: inBerlin.days.with(0, [{ from: '17:00', to: '09:00' }]) }],
    ['a day that is none', { ...inBerlin, exceptions: { '2026-02-30': [] } }],
    [
      'a day that ends before it begins',
      { ...inBerlin, exceptions: { '2026-12-24': [{ from: '12:00', to: '09:00' }] } },
    ],
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

describe('exceptional days', () => {
  const never: BusinessHours['days'] = [[], [], [], [], [], [], []];
  const except = (exceptions: BusinessHours['exceptions'], week = inBerlin): BusinessHours => ({ ...week, exceptions });
  const closedOn = (...dates: string[]) => Object.fromEntries(dates.map((date) => [date, []]));

  test.each([
    // A Friday, and a Sunday.
    ['2026-12-25T10:00:00Z', closedOn('2026-12-25'), false],
    ['2026-12-24T10:00:00Z', closedOn('2026-12-25'), true],
    ['2026-12-20T10:00:00Z', { '2026-12-20': office }, true],
    ['2026-12-20T16:30:00Z', { '2026-12-20': office }, false],
    // It is already tomorrow in Berlin.
    ['2026-12-20T23:30:00Z', { '2026-12-21': [{ from: '00:00', to: '01:00' }] }, true],
  ])('at %s with %j: %s', (at, exceptions, open) => {
    expect(isOpen(except(exceptions), new Date(at))).toBe(open);
  });

  test('the next opening is after Christmas, and on a Sunday before it', () => {
    const christmas = closedOn('2026-12-24', '2026-12-25', '2026-12-26', '2026-12-27');
    expect(next(except(christmas), '2026-12-23T18:00:00Z')).toBe('2026-12-28T08:00:00.000Z');
    const sunday = { ...christmas, '2026-12-27': [{ from: '12:00', to: '14:00' }] };
    expect(next(except(sunday), '2026-12-23T18:00:00Z')).toBe('2026-12-27T11:00:00.000Z');
  });

  test('who is open one day a week, and closed on it three times, opens on the fourth', () => {
    const mondays: BusinessHours = { timeZone: 'UTC', days: never.with(0, office) };
    const closed = closedOn('2026-12-07', '2026-12-14', '2026-12-21');
    expect(next(except(closed, mondays), '2026-12-01T12:00:00Z')).toBe('2026-12-28T09:00:00.000Z');
    // Today's counts too, once it is over.
    expect(next(except({ ...closed, '2026-11-30': office }, mondays), '2026-11-30T18:00:00Z')).toBe(
      '2026-12-28T09:00:00.000Z',
    );
  });

  test('who never opens but on some days in half a year opens on the first of them', () => {
    const fair = { '2027-06-10': office, '2027-06-08': [], '2027-06-09': office };
    const hours = except(fair, { timeZone: 'Europe/Berlin', days: never });
    expect(next(hours, '2026-12-01T12:00:00Z')).toBe('2027-06-09T07:00:00.000Z');
    expect(next(hours, '2027-06-09T16:00:00Z')).toBe('2027-06-10T07:00:00.000Z');
    expect(next(hours, '2027-06-10T16:00:00Z')).toBeNull();
  });

  test('a date is that of the time zone', () => {
    const inAuckland: BusinessHours = { timeZone: 'Pacific/Auckland', days: Array(7).fill(office) };
    const closed = except(closedOn('2026-12-25'), inAuckland);
    // 25 December there, 24 in UTC.
    expect(isOpen(inAuckland, new Date('2026-12-24T21:00:00Z'))).toBe(true);
    expect(isOpen(closed, new Date('2026-12-24T21:00:00Z'))).toBe(false);
    expect(isOpen({ ...closed, timeZone: 'UTC' }, new Date('2026-12-24T12:00:00Z'))).toBe(true);
    expect(dateIn('Pacific/Auckland', new Date('2026-12-24T21:00:00Z'))).toBe('2026-12-25');
  });

  test('what a change of clocks leaves out of one is no earlier', () => {
    const hours = except(
      { '2026-03-29': [{ from: '02:30', to: '06:00' }] },
      { timeZone: 'Europe/Berlin', days: never },
    );
    expect(next(hours, '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:30:00.000Z');
  });

  test('a day is over at midnight there, and with the last one nothing is left of them', () => {
    const hours = except({ ...closedOn('2026-12-24', '2026-12-25') });
    expect(withoutPast(hours, new Date('2026-12-24T22:59:00Z'))).toEqual(hours);
    expect(withoutPast(hours, new Date('2026-12-24T23:00:00Z'))).toEqual(except(closedOn('2026-12-25')));
    expect(Object.keys(withoutPast(hours, new Date('2026-12-25T23:00:00Z')))).not.toContain('exceptions');
    expect(withoutPast(inBerlin, new Date())).toEqual(inBerlin);
  });
});
