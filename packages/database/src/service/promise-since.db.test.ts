import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAsked } from '../testing/ended-generations.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { judgeMinutes, readPromiseSince } from './promise-since.ts';
import { hourMs } from './service-hours.ts';
import { minuteMs } from './service-minutes.ts';

const now = new Date('2026-03-18T12:34:56.789Z');
const day = 24 * hourMs;
/** So many minutes before the running one. */
const ago = (minutes: number) => new Date(Math.floor(now.getTime() / minuteMs) * minuteMs - minutes * minuteMs);
const range = { from: new Date(now.getTime() - 90 * day), to: now };

const database = useTestDatabase();

interface Minute {
  minutesAgo: number;
  answered: number;
  inTime: number;
}

/** A site with these minutes, and the hours that they add up to. */
async function siteWith(minutes: readonly Minute[]): Promise<string> {
  const { siteId } = await createAsked(database);
  const rows = minutes.map(({ minutesAgo, answered, inTime }) => ({ minute: ago(minutesAgo), answered, inTime }));
  await database.serviceMinute.createMany({ data: rows.map((row) => ({ siteId, workerId: 'w', ...row })) });
  await database.$executeRaw`
    INSERT INTO service_hour (site_id, hour, answered, in_time)
    SELECT site_id, date_bin('1 hour', minute, 'epoch'::timestamptz), sum(answered), sum(in_time)
      FROM service_minute WHERE site_id = ${siteId}::uuid GROUP BY 1, 2`;
  return siteId;
}

const sinceOf = async (minutes: readonly Minute[]) =>
  readPromiseSince(database, { siteIds: [await siteWith(minutes)], ...range });

const good = (minutesAgo: number, answered = 100): Minute => ({ minutesAgo, answered, inTime: answered });
const bad = (minutesAgo: number, answered = 1): Minute => ({ minutesAgo, answered, inTime: 0 });

describe('since when the promise is kept or broken', () => {
  it('claims nothing where nobody asked', async () => {
    expect(await sinceOf([])).toBeNull();
  });

  it('finds a change of weeks ago', async () => {
    // Longer ago than a week it is told by the hour, which began 29 minutes before.
    const calm = Array.from({ length: 20 }, (_, days) => good(days * 24 * 60 + 5));
    expect(await sinceOf([...calm, bad(20 * 24 * 60 + 5), good(21 * 24 * 60)])).toEqual({
      ...{ kept: true, since: ago(19 * 24 * 60 + 34).toISOString() },
    });
  });

  it('passes over single late ones that broke nothing', async () => {
    const days = Array.from({ length: 30 }, (_, one) => ({
      ...{ minutesAgo: one * 24 * 60 + 30, answered: 200, inTime: 199 },
    }));
    expect(await sinceOf(days)).toEqual({ kept: true, since: ago(29 * 24 * 60 + 34).toISOString() });
  });

  it('is broken until somebody is answered in time again', async () => {
    expect(await sinceOf([good(3_000), bad(2_000), bad(400), bad(3)])).toEqual({
      ...{ kept: false, since: ago(2_000).toISOString() },
    });
  });

  it('is one site’s, and all sites’ together', async () => {
    const mine = await siteWith([good(10)]);
    const theirs = await siteWith([bad(10, 1_000_000)]);
    const of = async (siteIds?: string[]) => (await readPromiseSince(database, { siteIds, ...range }))?.kept;
    expect([await of([mine]), await of([theirs]), await of()]).toEqual([true, false, false]);
  });
});

it('says what judging each minute of all the time says', async () => {
  const minute = fc.record({
    minutesAgo: fc.integer({ min: 1, max: 3_000 }),
    answered: fc.constantFrom(1, 2, 150),
    late: fc.constantFrom(0, 0, 0, 1),
  });
  const times = fc.uniqueArray(minute, { maxLength: 60, selector: ({ minutesAgo }) => minutesAgo });
  await fc.assert(
    fc.asyncProperty(times, async (made) => {
      const minutes = made.map(({ late, ...one }) => ({ ...one, inTime: one.answered - late }));
      const counted = minutes.map(({ minutesAgo, answered: judged, inTime }) => ({
        ...{ atMs: ago(minutesAgo).getTime(), judged, inTime },
      }));
      const all = judgeMinutes(counted, { fromMs: ago(3_000).getTime(), toMs: ago(0).getTime() });
      const kept = all.at(-1)?.kept;
      const change = all.findLastIndex((one) => one.kept !== kept);
      const first = all[change + 1];
      const slow = kept === undefined || !first ? null : { kept, since: new Date(first.atMs).toISOString() };
      expect(await sinceOf(minutes)).toEqual(slow);
    }),
    { numRuns: 40, seed: 5 },
  );
});
