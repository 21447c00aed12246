import type { Queryable } from './client.ts';

/** The time of the database, by which all that it holds is judged: the clocks of gateways and workers may be wrong. */
export async function readClock(database: Queryable): Promise<Date> {
  const [row] = await database.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  if (!row) throw new Error('a database knows the time');
  return row.now;
}
