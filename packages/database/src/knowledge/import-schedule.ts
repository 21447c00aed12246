import { dateIn, instantOf, readTeamSettings } from '@frontdesk/protocol';
import type { Queryable } from '../connection/client.ts';
import { readClock } from '../connection/clock.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
/** From two to five, when few customers ask; in minutes of the day. */
const night = { from: 2 * 60, minutes: 3 * 60 };
/** So often an import that fails is tried again the next night; then it waits as long as one that went well. */
const triedAgain = 4;

/** How a web site is imported by itself. */
export interface ImportSchedule {
  sourceId: string;
  /** Of its site. */
  timeZone: string;
  everyDays: number;
  /** Imports that failed in a row. */
  failures: number;
}

/**
 * Pure: when a web site is imported by itself next: so many nights after the day of `since`, or in the next one where that is over.
 * At which minute of a night its id tells, so that not all are at once.
 */
export function nextImport({ sourceId, timeZone, everyDays, failures }: ImportSchedule, since: Date, now: Date): Date {
  const minute = night.from + (Number.parseInt(sourceId.slice(-6), 16) % night.minutes);
  const nightAfter = (day: Date, days: number) =>
    new Date(instantOf(Date.parse(dateIn(timeZone, day)) + days * dayMs + minute * minuteMs, timeZone));
  const days = failures > 0 && failures <= triedAgain ? 1 : everyDays;
  const next = [nightAfter(since, days), nightAfter(now, 0)].find((at) => at > now);
  return next ?? nightAfter(now, 1);
}

/**
 * Says when a web site is imported by itself next; of one that never is, nothing changes.
 * @param since when it was imported last; left out, now
 */
export async function planNextImport(database: Queryable, sourceId: string, since?: Date): Promise<void> {
  const source = await database.knowledgeSource.findUnique({
    where: { id: sourceId },
    select: { everyDays: true, failures: true, site: { select: { teamSettings: true } } },
  });
  if (!source?.everyDays) return;
  const { everyDays, failures, site } = source;
  const timeZone = readTeamSettings(site.teamSettings).hours?.timeZone ?? 'UTC';
  const now = await readClock(database);
  const nextImportAt = nextImport({ sourceId, timeZone, everyDays, failures }, since ?? now, now);
  // Whoever says meanwhile that it is another rhythm plans by that one.
  await database.knowledgeSource.updateMany({ where: { id: sourceId, everyDays }, data: { nextImportAt } });
}
