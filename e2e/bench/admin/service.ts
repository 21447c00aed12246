import {
  type Database,
  hourOf,
  readPromiseSince,
  readServiceBudget,
  readServiceHistory,
  readServiceWindow,
} from '@frontdesk/database';
import type { AdminCase } from '../admin.ts';

const dayMs = 86_400_000;
const workers = 2;

/** The service panel over 30 days of which no minute was silent, on several sites and workers. */
export async function serviceCases(database: Database, siteIds: readonly string[]): Promise<AdminCase[]> {
  await seedMinutes(database, siteIds);
  await endLately(database);
  const to = new Date();
  const history = (days: number, stepMinutes: number, ids?: readonly string[]) => () =>
    readServiceHistory(database, {
      ...{ siteIds: ids, from: new Date(hourOf(to).getTime() - days * dayMs), to, stepMinutes },
    });
  const [first = ''] = siteIds;
  return [
    { name: 'service, a site, 24 hours by the quarter', run: history(1, 15, [first]) },
    { name: 'service, a site, 30 days by the hour', run: history(30, 60, [first]) },
    { name: 'service, all sites, 24 hours by the quarter', run: history(1, 15) },
    { name: 'service, all sites, 30 days by the hour', run: history(30, 60) },
    { name: 'service, all sites, 90 days by six hours', run: history(90, 360) },
    ...[{ siteIds: [first] }, {}].flatMap((scope) => {
      const whose = 'siteIds' in scope ? 'a site' : 'all sites';
      return [
        { name: `service, ${whose}, the last quarter of an hour`, run: () => readServiceWindow(database, scope) },
        { name: `service, ${whose}, the error budget`, run: () => readServiceBudget(database, scope) },
        {
          // Never broken, and in no hour without a late one: all minutes of a week are looked at.
          name: `service, ${whose}, since when the promise is kept`,
          run: () =>
            readPromiseSince(database, { ...scope, from: new Date(to.getTime() - 90 * dayMs), to: new Date() }),
        },
      ];
    }),
  ];
}

/** So many answers in the last quarter of an hour. */
const lately = 3_000;

async function endLately(database: Database): Promise<void> {
  await database.$executeRaw`
    UPDATE generation SET received_at = now() - n * interval '0.3 seconds' - interval '1 second',
           finished_at = now() - n * interval '0.3 seconds', client_ttft_ms = n % 900, gateway_ttft_ms = n % 900, queue_ms = n % 90
      FROM (SELECT id AS of, row_number() OVER () AS n FROM generation LIMIT ${lately}) last
     WHERE generation.id = last.of`;
}

const histograms = [
  ...['client_ttft', 'gateway_ttft', 'tpot', 'gateway', 'queue', 'prefill', 'first_token', 'relay', 'network'],
] as const;

async function seedMinutes(database: Database, siteIds: readonly string[]): Promise<void> {
  const arrays = `${histograms.map(() => 'histogram').join(', ')}, stages, stages`;
  const columns = `answered, in_time, good, prompt_tokens, generated_tokens, ${histograms.join(', ')}, stage_ms, late_stage_ms`;
  await database.$executeRawUnsafe(
    `INSERT INTO service_minute (site_id, minute, worker_id, ${columns})
     SELECT site_id, minute, 'w' || worker, 200, CASE WHEN extract(minute FROM minute) = 7 THEN 199 ELSE 200 END, 200, 6000, 800, ${arrays}
       FROM unnest($1::uuid[]) AS site_id, generate_series(1, ${workers}) AS worker,
            generate_series(date_trunc('minute', now()) - interval '30 days', now(), interval '1 minute') AS minute,
            (SELECT array_fill(1, ARRAY[19]) AS histogram, array_fill(2.5::float8, ARRAY[6]) AS stages) filled`,
    siteIds,
  );
  await database.$executeRawUnsafe(
    `INSERT INTO service_hour (site_id, hour, ${columns})
     SELECT site_id, hour, 24000, 23998, 24000, 1440000, 192000, ${arrays}
       FROM unnest($1::uuid[]) AS site_id,
            generate_series(date_trunc('hour', now()) - interval '90 days', now(), interval '1 hour') AS hour,
            (SELECT array_fill(240, ARRAY[19]) AS histogram, array_fill(600::float8, ARRAY[6]) AS stages) filled`,
    siteIds,
  );
}
