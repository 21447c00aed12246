import { type Database, hourOf, readServiceHistory } from '@frontdesk/database';
import type { AdminCase } from '../admin.ts';

const dayMs = 86_400_000;
const workers = 2;

/** The service panel over 30 days of which no minute was silent, on several sites and workers. */
export async function serviceCases(database: Database, siteIds: readonly string[]): Promise<AdminCase[]> {
  await seedMinutes(database, siteIds);
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
  ];
}

const histograms = [
  ...['client_ttft', 'gateway_ttft', 'tpot', 'gateway', 'queue', 'prefill', 'first_token', 'relay', 'network'],
] as const;

async function seedMinutes(database: Database, siteIds: readonly string[]): Promise<void> {
  const arrays = `${histograms.map(() => 'histogram').join(', ')}, stages, stages`;
  const columns = `answered, in_time, good, prompt_tokens, generated_tokens, ${histograms.join(', ')}, stage_ms, late_stage_ms`;
  await database.$executeRawUnsafe(
    `INSERT INTO service_minute (site_id, minute, worker_id, ${columns})
     SELECT site_id, minute, 'w' || worker, 20, 20, 20, 6000, 800, ${arrays}
       FROM unnest($1::uuid[]) AS site_id, generate_series(1, ${workers}) AS worker,
            generate_series(date_trunc('minute', now()) - interval '30 days', now(), interval '1 minute') AS minute,
            (SELECT array_fill(1, ARRAY[19]) AS histogram, array_fill(2.5::float8, ARRAY[6]) AS stages) filled`,
    siteIds,
  );
  await database.$executeRawUnsafe(
    `INSERT INTO service_hour (site_id, hour, ${columns})
     SELECT site_id, hour, 4800, 4800, 4800, 1440000, 192000, ${arrays}
       FROM unnest($1::uuid[]) AS site_id,
            generate_series(date_trunc('hour', now()) - interval '90 days', now(), interval '1 hour') AS hour,
            (SELECT array_fill(240, ARRAY[19]) AS histogram, array_fill(600::float8, ARRAY[6]) AS stages) filled`,
    siteIds,
  );
}
