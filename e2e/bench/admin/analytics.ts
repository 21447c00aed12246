import { cacheableQuestion } from '@frontdesk/answers';
import { type Database, readAgentFigures, readAnalytics, rollUpAnalytics } from '@frontdesk/database';
import type { AdminCase } from '../admin.ts';

const timeZone = 'Europe/Berlin';
const dayMs = 86_400_000;

/** The analytics page of the largest site and of all; everything is rolled up first, as gateways do it. */
export async function analyticsCases(database: Database, siteIds: readonly string[]): Promise<AdminCase[]> {
  const startedMs = performance.now();
  for (;;) {
    const until = await rollUpAnalytics(database, { normalForm: cacheableQuestion });
    if (until && Date.now() - until.getTime() < 60_000) break;
  }
  console.log(`analytics rolled up in ${((performance.now() - startedMs) / 1_000).toFixed(0)} s`);
  const day = (ago: number) => new Date(Date.now() - ago * dayMs).toISOString().slice(0, 10);
  const range = (days: number) => ({ from: day(days - 1), to: day(0), timeZone });
  const [largest = ''] = siteIds;
  return [
    { name: 'analytics, a site, 30 days', run: () => readAnalytics(database, { siteIds: [largest], ...range(30) }) },
    { name: 'analytics, a site, 90 days', run: () => readAnalytics(database, { siteIds: [largest], ...range(90) }) },
    { name: 'analytics, all sites, 90 days', run: () => readAnalytics(database, range(90)) },
    {
      name: 'people of a site, 90 days',
      run: () => readAgentFigures(database, { siteIds: [largest], ...range(90) }),
    },
    { name: 'people of all sites, 90 days', run: () => readAgentFigures(database, range(90)) },
  ];
}
