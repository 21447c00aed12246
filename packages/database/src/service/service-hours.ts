import { Prisma } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';
import { countColumns, histogramColumns, stageSumColumns, summedArray } from './service-columns.ts';

export const hourMs = 3_600_000;

/** The hour that a moment lies in. */
export const hourOf = (at: Date): Date => new Date(Math.floor(at.getTime() / hourMs) * hourMs);

/**
 * Adds up the minutes of the hours that `[from, to)` touches, anew each time, so that an hour always is the sum of its minutes.
 * What was refused is no part of it: whoever adds that to a minute adds it to the hour.
 */
export async function rollUpHours(transaction: Queryable, { from, to }: { from: Date; to: Date }): Promise<void> {
  const arrays = [...histogramColumns, ...stageSumColumns];
  const names = [...countColumns, ...arrays].map((name) => Prisma.raw(name));
  const sums = [...countColumns.map((name) => Prisma.raw(`sum(${name})`)), ...arrays.map(summedArray)];
  const end = new Date(Math.ceil(to.getTime() / hourMs) * hourMs);
  await transaction.$executeRaw`
    INSERT INTO service_hour (site_id, hour, ${Prisma.join(names)})
    SELECT site_id, date_bin('1 hour', minute, 'epoch'::timestamptz), ${Prisma.join(sums)}
      FROM service_minute WHERE minute >= ${hourOf(from)} AND minute < ${end} GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (site_id, hour) DO UPDATE
       SET ${Prisma.join(names.map((name) => Prisma.sql`${name} = excluded.${name}`))}`;
}
