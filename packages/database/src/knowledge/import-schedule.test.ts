import { expect, test } from 'vitest';
import { nextImport } from './import-schedule.ts';

/** With the minute of the night at its end: 0 is two o'clock. */
const idOf = (minute: number) => `0192f0c1-0000-7000-8000-000000${minute.toString(16).padStart(6, '0')}`;
const weekly = { sourceId: idOf(77), timeZone: 'Europe/Berlin', everyDays: 7, failures: 0 };
const next = (schedule: Partial<typeof weekly>, since: string, now = since) =>
  nextImport({ ...weekly, ...schedule }, new Date(since), new Date(now)).toISOString();

// Berlin is an hour ahead in winter, two in summer. 2026-01-05 is a Monday.
test.each<[string, Partial<typeof weekly>, string, string]>([
  ['a week after the day', {}, '2026-01-05T10:00:00Z', '2026-01-12T02:17:00.000Z'],
  ['also after the end of one in the night', {}, '2026-01-12T02:40:00Z', '2026-01-19T02:17:00.000Z'],
  ['the day is that of the time zone', { everyDays: 1 }, '2026-01-05T23:30:00Z', '2026-01-07T02:17:00.000Z'],
  ['the night after the evening', { everyDays: 1 }, '2026-01-05T22:30:00Z', '2026-01-06T02:17:00.000Z'],
  ['thirty days', { everyDays: 30 }, '2026-01-05T10:00:00Z', '2026-02-04T02:17:00.000Z'],
  ['no time zone but UTC', { timeZone: 'UTC' }, '2026-01-05T10:00:00Z', '2026-01-12T03:17:00.000Z'],
  ['the other side of the world', { timeZone: 'Pacific/Auckland' }, '2026-01-05T12:00:00Z', '2026-01-12T14:17:00.000Z'],
  ['the beginning of the night', { sourceId: idOf(0) }, '2026-01-05T10:00:00Z', '2026-01-12T01:00:00.000Z'],
  ['its end', { sourceId: idOf(179) }, '2026-01-05T10:00:00Z', '2026-01-12T03:59:00.000Z'],
  ['and around', { sourceId: idOf(180) }, '2026-01-05T10:00:00Z', '2026-01-12T01:00:00.000Z'],
  ['into summer time', {}, '2026-03-26T10:00:00Z', '2026-04-02T01:17:00.000Z'],
  ['out of it', {}, '2026-10-22T10:00:00Z', '2026-10-29T02:17:00.000Z'],
  ['an hour that the clocks leave out', { sourceId: idOf(30) }, '2026-03-22T10:00:00Z', '2026-03-29T01:30:00.000Z'],
  ['daily through that night', { everyDays: 1 }, '2026-03-28T02:17:30Z', '2026-03-29T01:17:00.000Z'],
  ['daily out of it', { everyDays: 1 }, '2026-03-29T01:17:30Z', '2026-03-30T01:17:00.000Z'],
  [
    'an hour that they have twice, once',
    { sourceId: idOf(30), everyDays: 1 },
    '2026-10-25T00:30:01Z',
    '2026-10-26T01:30:00.000Z',
  ],
])('the next import is %s', (_what, schedule, since, at) => {
  expect(next(schedule, since)).toBe(at);
});

test.each([
  ['is over, in the night that comes', '2026-03-02T10:00:00Z', '2026-03-03T02:17:00.000Z'],
  ['is over, in the night that has begun', '2026-03-02T00:10:00Z', '2026-03-02T02:17:00.000Z'],
  ['is to come, then', '2026-01-06T10:00:00Z', '2026-01-12T02:17:00.000Z'],
])('where the time after the last import %s', (_what, now, at) => {
  expect(next({}, '2026-01-05T10:00:00Z', now)).toBe(at);
});

test.each([
  [1, '2026-01-06T02:17:00.000Z'],
  [4, '2026-01-06T02:17:00.000Z'],
  [5, '2026-01-12T02:17:00.000Z'],
  [50, '2026-01-12T02:17:00.000Z'],
])('after %d failures in a row it is tried at %s', (failures, at) => {
  expect(next({ failures }, '2026-01-05T02:20:00Z')).toBe(at);
});

test('web sites are spread over the night', () => {
  const minutes = new Set(Array.from({ length: 180 }, (_, minute) => next({ sourceId: idOf(minute) }, '2026-01-05')));
  expect(minutes.size).toBe(180);
});
