import { latencyEdgesMs, serviceDaysKept } from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import { advisoryLocks, takeTurn } from '../connection/advisory-locks.ts';
import type { Database, Queryable } from '../connection/client.ts';
import { endedGenerations, stageSums } from './ended-generations.ts';
import { histogramColumns } from './service-columns.ts';
import { rollUpHours } from './service-hours.ts';

export const minuteMs = 60_000;
const keptMs = serviceDaysKept * 24 * 60 * minuteMs;
/**
 * So long after its end a minute is rolled up again: an ending may be committed seconds after its time, and what a client or
 * a gateway measured is stored apart from it. What comes still later is in the generation's row alone.
 */
const lateMs = 3 * minuteMs;

/** The minute that a moment lies in. */
export const minuteOf = (at: Date): Date => new Date(Math.floor(at.getTime() / minuteMs) * minuteMs);

/**
 * Rolls the minutes that are over up into `service_minute`, from the generations that ended in them, and forgets those that
 * are too old. To be called every few seconds, by any number of processes: one at a time works. A minute may be rolled up any
 * number of times; the last time counts. Nothing on the way of a message writes here. One call takes on about `rowsPerCall`
 * generations, and a whole minute at least: making up for days is not to be felt.
 * @param now left out, the database's time
 * @returns until when all is rolled up; null when another process is at it
 */
export function rollUpMinutes(database: Database, now?: Date, rowsPerCall = 2_000): Promise<Date | null> {
  return database.$transaction(
    async (transaction) => {
      const turn = await takeTurn(transaction, advisoryLocks.serviceMinutes);
      if (!turn.held) return null;
      const end = minuteOf(now ?? turn.now);
      const mark = await transaction.serviceRollUp.findUnique({ where: { id: 1 } });
      if (mark?.rolledUntil.getTime() === end.getTime()) return end;
      const oldest = new Date(end.getTime() - keptMs);
      const rolled = mark && mark.rolledUntil > end ? await newestMinute(transaction, end) : mark?.rolledUntil;
      const markMs = Math.max(oldest.getTime(), rolled?.getTime() ?? 0);
      const { from, full } = await nextMinutes(
        transaction,
        new Date(Math.max(oldest.getTime(), markMs - lateMs)),
        rowsPerCall,
      );
      // The minutes that are rolled up again may be full enough: one more all the same.
      const atLeastMs = Math.max(markMs, from?.getTime() ?? 0) + minuteMs;
      const rolledUntil = full ? new Date(Math.min(end.getTime(), Math.max(atLeastMs, full.getTime()))) : end;
      if (from && from < rolledUntil) {
        await rollUp(transaction, { from, to: rolledUntil });
        await rollUpHours(transaction, { from, to: rolledUntil });
      }
      await transaction.serviceRollUp.upsert({ where: { id: 1 }, create: { rolledUntil }, update: { rolledUntil } });
      // What this process's clock takes for too old as well: by that of a database which is far ahead, all would be.
      const lt = new Date(Math.min(end.getTime(), now?.getTime() ?? Date.now()) - keptMs);
      await transaction.serviceMinute.deleteMany({ where: { minute: { lt } } });
      await transaction.serviceHour.deleteMany({ where: { hour: { lt } } });
      return rolledUntil;
    },
    { timeout: 30_000 },
  );
}

/** A database whose clock was ahead has left a mark that is still to come: what was rolled up before that is where to go on. */
async function newestMinute(transaction: Queryable, end: Date): Promise<Date | undefined> {
  const { _max } = await transaction.serviceMinute.aggregate({
    _max: { minute: true },
    where: { minute: { lte: end } },
  });
  return _max.minute ?? undefined;
}

/**
 * The first minute from `since` on in which something ended, so that silent hours are skipped; and the one in which a call has
 * enough, null where it does not.
 */
async function nextMinutes(
  transaction: Queryable,
  since: Date,
  rowsPerCall: number,
): Promise<{ from: Date | null; full: Date | null }> {
  const [ended] = await transaction.$queryRaw<{ first: Date | null; last: Date | null }[]>`
    SELECT (SELECT min(finished_at) FROM generation WHERE finished_at >= ${since}) AS first,
           (SELECT finished_at FROM generation WHERE finished_at >= ${since}
             ORDER BY finished_at OFFSET ${rowsPerCall} LIMIT 1) AS last`;
  return { from: ended?.first ? minuteOf(ended.first) : null, full: ended?.last ? minuteOf(ended.last) : null };
}

/** Counts that come from generations, and how. */
const counts: Record<string, Prisma.Sql> = {
  ...Object.fromEntries(
    ['answered', 'failed', 'expired', 'abandoned', 'cancelled'].map((outcome) => [
      outcome,
      Prisma.sql`count(*) FILTER (WHERE outcome = ${outcome})`,
    ]),
  ),
  cached: Prisma.sql`count(*) FILTER (WHERE answered AND cached_from_id IS NOT NULL)`,
  in_time: Prisma.sql`count(*) FILTER (WHERE in_time)`,
  good: Prisma.sql`count(*) FILTER (WHERE is_good)`,
  prompt_tokens: Prisma.sql`coalesce(sum(prompt_tokens) FILTER (WHERE cached_from_id IS NULL), 0)`,
  generated_tokens: Prisma.sql`coalesce(sum(generated_tokens) FILTER (WHERE cached_from_id IS NULL), 0)`,
  prefix_tokens: Prisma.sql`coalesce(sum(prefix_tokens) FILTER (WHERE cached_from_id IS NULL), 0)`,
  prefix_saved_ms: Prisma.sql`coalesce(sum(prefix_saved_ms) FILTER (WHERE cached_from_id IS NULL), 0)`,
};

/** Replaces what the minutes in `[from, to)` were before, `refused` excepted. */
async function rollUp(transaction: Queryable, range: { from: Date; to: Date }): Promise<void> {
  const edges = Prisma.sql`${[...latencyEdgesMs]}::float8[]`;
  const columns: Record<string, Prisma.Sql> = {
    ...counts,
    ...Object.fromEntries(
      histogramColumns.map((name) => [
        name,
        Prisma.sql`latency_histogram(array_agg(${column(`${name}_ms`)}), ${edges})`,
      ]),
    ),
    stage_ms: stageSums(Prisma.empty),
    late_stage_ms: stageSums(Prisma.sql`FILTER (WHERE is_late)`),
  };
  const names = Object.keys(columns);
  await transaction.$executeRaw`
    INSERT INTO service_minute (site_id, minute, worker_id, ${Prisma.join(names.map(column))})
    SELECT site_id, date_bin('1 minute', finished_at, 'epoch'::timestamptz) AS minute, worker_id,
           ${Prisma.join(Object.values(columns))}
      FROM (${endedGenerations(range)}) ended
     GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (site_id, minute, worker_id) DO UPDATE
       SET ${Prisma.join(names.map((name) => Prisma.sql`${column(name)} = ${column(`excluded.${name}`)}`))}`;
}

/** Names of this file alone. */
const column = (name: string): Prisma.Sql => Prisma.raw(name);

export interface RefusedMessages {
  siteId: string;
  minute: Date;
  refused: number;
}

/** Adds to the messages that were refused, which leave no row of their own. Those of a site that is gone are dropped. */
export async function addRefusedMessages(database: Queryable, refused: readonly RefusedMessages[]): Promise<void> {
  const rows = refused.map(({ siteId, minute, ...rest }) => ({
    site_id: siteId,
    minute: minute.toISOString(),
    ...rest,
  }));
  await database.$executeRaw`
    WITH added AS (
      SELECT site.id AS site_id, added.minute, added.refused
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS added(site_id uuid, minute timestamptz, refused int)
        JOIN site ON site.id = added.site_id
    ), minutes AS (
      INSERT INTO service_minute (site_id, minute, worker_id, refused)
      SELECT site_id, minute, '', refused FROM added ORDER BY 1, 2
      ON CONFLICT (site_id, minute, worker_id) DO UPDATE SET refused = service_minute.refused + excluded.refused
    )
    INSERT INTO service_hour (site_id, hour, refused)
    SELECT site_id, date_bin('1 hour', minute, 'epoch'::timestamptz), sum(refused) FROM added GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (site_id, hour) DO UPDATE SET refused = service_hour.refused + excluded.refused`;
}
