import { isTtftKept, judgedOverMs, noMessages, type PromiseSince } from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';
import { ofSites } from '../sites/site-scope.ts';
import { hourMs, hourOf } from './service-hours.ts';
import { minuteMs, minuteOf } from './service-minutes.ts';

interface Scope {
  /** These sites; left out, all of the installation. */
  siteIds?: readonly string[] | undefined;
  from: Date;
  to: Date;
}

interface Counted {
  atMs: number;
  /** Messages that the promise is about, and those of them whose first words came in time. */
  judged: number;
  inTime: number;
}

interface Judged {
  atMs: number;
  kept: boolean;
}

/**
 * Whether the promise was kept when somebody was last answered, and since when that has been so, however long ago: each minute is
 * judged by the quarter of an hour that ends with it, and those in which nothing was asked change nothing. Null where nothing was.
 * Only the hours in which it can have changed are looked at by the minute; what is older than a week is judged by whole hours.
 * @param from where figures begin that are to be looked at
 */
export async function readPromiseSince(database: Queryable, scope: Scope): Promise<PromiseSince | null> {
  const hours = await readCounts(database, 'hour', { ...scope, from: hourOf(scope.from) });
  const [newest, ...older] = hours;
  if (!newest) return null;
  const newestMinutes = await judgeHours(database, scope, newest, newest);
  const last = newestMinutes.at(-1);
  if (!last) return null;
  const { kept } = last;
  let sinceMs = last.atMs;
  /** @returns whether the change is among them */
  const walkBack = (minutes: readonly Judged[]): boolean => {
    for (const minute of minutes.toReversed()) {
      if (minute.kept !== kept) return true;
      sinceMs = minute.atMs;
    }
    return false;
  };
  let isFound = walkBack(newestMinutes);
  const exactFromMs = scope.to.getTime() - exactMs;
  const exact = older.filter(({ atMs }) => atMs >= exactFromMs);
  const unsure = exact.filter((hour, index) => {
    const before = exact[index + 1];
    return before === undefined || canDiffer(hour, kept) || canDiffer(before, kept);
  });
  for (
    let [begin, length] = [0, 4];
    !isFound && begin < unsure.length;
    [begin, length] = [begin + length, 2 * length]
  ) {
    const batch = unsure.slice(begin, begin + length);
    const [first, end] = [batch.at(-1), batch[0]];
    if (first && end) isFound = walkBack(await judgeHours(database, scope, first, end));
  }
  for (const hour of isFound ? [] : older.slice(exact.length)) {
    if (isKept(hour) !== kept) break;
    sinceMs = hour.atMs;
  }
  return { kept, since: new Date(sinceMs).toISOString() };
}

/** A busy service has a late one in every hour: to look at all minutes of a quarter of a year would take a second. */
const exactMs = 7 * 24 * hourMs;

/** Whether a quarter with messages of that hour may be judged otherwise. */
const canDiffer = ({ judged, inTime }: Counted, kept: boolean): boolean => (kept ? judged > inTime : inTime > 0);

const isKept = ({ judged, inTime }: Omit<Counted, 'atMs'>): boolean | null =>
  isTtftKept({ ...noMessages, answered: judged, inTime });

/** From the first hour to the end of the last one, and of the quarter that its last minute is judged in. */
async function judgeHours(database: Queryable, scope: Scope, first: Counted, last: Counted): Promise<Judged[]> {
  const fromMs = first.atMs;
  const toMs = Math.min(last.atMs + hourMs + judgedOverMs, minuteOf(scope.to).getTime());
  const minutes = await readCounts(database, 'minute', {
    siteIds: scope.siteIds,
    from: new Date(fromMs - judgedOverMs),
    to: new Date(toMs),
  });
  return judgeMinutes(minutes, { fromMs, toMs });
}

/** Pure: minute by minute, those in whose quarter nothing is to be judged left out. */
export function judgeMinutes(
  minutes: readonly Counted[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Judged[] {
  const there = new Map(minutes.map((minute) => [minute.atMs, minute]));
  const judgements: Judged[] = [];
  const quarter = { judged: 0, inTime: 0 };
  const add = (atMs: number, sign: 1 | -1) => {
    quarter.judged += sign * (there.get(atMs)?.judged ?? 0);
    quarter.inTime += sign * (there.get(atMs)?.inTime ?? 0);
  };
  for (let atMs = fromMs - judgedOverMs; atMs < toMs; atMs += minuteMs) {
    add(atMs, 1);
    if (atMs < fromMs) continue;
    add(atMs - judgedOverMs, -1);
    const kept = isKept(quarter);
    if (kept !== null) judgements.push({ atMs, kept });
  }
  return judgements;
}

/** Those with something to judge, the newest first. */
async function readCounts(database: Queryable, step: 'hour' | 'minute', scope: Scope): Promise<Counted[]> {
  const { siteIds, from, to } = scope;
  const at = Prisma.raw(step);
  // The protocol's `judged`.
  const judged = Prisma.sql`sum(answered + failed + expired + abandoned + refused)`;
  return database.$queryRaw<Counted[]>`
    SELECT (extract(epoch FROM ${at}) * 1000)::float8 AS "atMs", ${judged}::int AS judged, sum(in_time)::int AS "inTime"
      FROM ${Prisma.raw(`service_${step}`)} WHERE ${at} >= ${from} AND ${at} < ${to} ${ofSites(siteIds)}
     GROUP BY ${at} HAVING ${judged} > 0 ORDER BY ${at} DESC`;
}
