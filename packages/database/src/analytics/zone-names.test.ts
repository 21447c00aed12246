import { expect, it } from 'vitest';
import { zoneOfDatabase } from './zone-names.ts';

/** What the clock says in a zone, at noon of two days of a year. */
const clock = (timeZone: string) =>
  [0, 6].map((month) =>
    new Date(Date.UTC(2025, month, 15, 12)).toLocaleString('en', { timeZone, dateStyle: 'short', timeStyle: 'short' }),
  );

it.each(['Asia/Calcutta', 'Europe/Kiev', 'America/Buenos_Aires', 'Asia/Saigon', 'America/Godthab', 'Pacific/Truk'])(
  '%s has another name by now, and the same clock',
  (old) => {
    const name = zoneOfDatabase(old);
    expect(name).not.toBe(old);
    expect(clock(name)).toEqual(clock(old));
  },
);

it('no zone that the runtime gives is told by a name whose clock is another', () => {
  const given = Intl.supportedValuesOf('timeZone');
  expect(given.length).toBeGreaterThan(400);
  for (const name of given) expect(clock(zoneOfDatabase(name))).toEqual(clock(name));
});
