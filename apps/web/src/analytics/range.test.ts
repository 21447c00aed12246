import { expect, test } from 'vitest';
import { dayRange, reachesBeyondService } from './range.ts';

const now = new Date('2026-03-18T23:30:00.000Z');
const of = (query: string, timeZone = 'UTC') => dayRange(new URLSearchParams(query), now, timeZone);

test('days end with today, where whoever looks lives', () => {
  expect(of('')).toEqual({ id: '30', from: '2026-02-17', to: '2026-03-18' });
  expect(of('range=7', 'Europe/Berlin')).toEqual({ id: '7', from: '2026-03-13', to: '2026-03-19' });
  expect(of('range=8', 'America/Los_Angeles')).toMatchObject({ id: '30', to: '2026-03-18' });
});

test('or are those that the address names, where they are days and not too many', () => {
  expect(of('from=2026-01-31&to=2026-02-02')).toEqual({ id: 'custom', from: '2026-01-31', to: '2026-02-02' });
  expect(of('from=2026-02-02&to=2026-02-02').id).toBe('custom');
  for (const wrong of [
    'from=2026-02-02',
    'from=2026-02-02&to=2026-02-01',
    'from=2024-01-01&to=2026-02-02',
    'from=x&to=y',
  ]) {
    expect(of(wrong).id).toBe('30');
  }
});

test.each(['UTC', 'Pacific/Kiritimati', 'Etc/GMT+12'])(
  'of 90 days there are figures of the service, of a year not in %s',
  (timeZone) => {
    expect(reachesBeyondService({ ...of('range=90', timeZone), timeZone }, now)).toBe(false);
    expect(reachesBeyondService({ ...of('range=365', timeZone), timeZone }, now)).toBe(true);
  },
);
