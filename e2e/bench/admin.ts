// npm run bench:admin [-- options]: what the dashboard asks of a large database, on a server of its own.
//   --conversations N   with ten messages each (default: 100000)
//   --rounds N          of each query (default: 30)
//   --check             fails where a p95 is beyond 300 ms
// Queries run one at a time, through the functions that the gateway calls.
import { parseArgs } from 'node:util';
import { createDatabase } from '@frontdesk/database';
import { withTestDatabase } from '../../scripts/testing/test-database.mjs';
import { analyticsCases } from './admin/analytics.ts';
import { inboxCases } from './admin/inbox.ts';
import { recordCases } from './admin/records.ts';
import { seedConversations } from './admin/seed-conversations.ts';
import { serviceCases } from './admin/service.ts';
import { integer } from './command.ts';
import { markdownTable } from './markdown-table.ts';
import { spread } from './percentiles.ts';

const targetMs = 300;
const { values: flags } = parseArgs({
  options: {
    conversations: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '30' },
    check: { type: 'boolean', default: false },
  },
});
const conversations = integer('conversations', flags.conversations, 1);
const rounds = integer('rounds', flags.rounds, 1);

/** A query of the dashboard. */
export interface AdminCase {
  name: string;
  run(): Promise<unknown>;
}

await withTestDatabase(async (url: string) => {
  const database = createDatabase({ url });
  try {
    const startedMs = performance.now();
    const siteIds = await seedConversations(database, conversations);
    console.log(`${conversations} conversations stored in ${seconds(startedMs)}`);
    const cases: AdminCase[] = [
      ...(await analyticsCases(database, siteIds)),
      ...(await serviceCases(database, siteIds)),
      ...(await inboxCases(database, siteIds)),
      ...(await recordCases(database, siteIds)),
    ];
    await database.$executeRaw`VACUUM ANALYZE`;
    const rows = [['Query', 'p50 ms', 'p95 ms', 'p99 ms']];
    const missed: string[] = [];
    for (const { name, run } of cases) {
      await run();
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const beganMs = performance.now();
        await run();
        times.push(performance.now() - beganMs);
      }
      const { p50, p95, p99 } = spread(times);
      rows.push([name, ...[p50, p95, p99].map((ms) => ms.toFixed(0))]);
      if (!(p95 <= targetMs)) missed.push(`${name}: p95 ${p95.toFixed(0)} ms`);
    }
    console.log(`\n${markdownTable(rows)}`);
    for (const miss of missed) console.error(`✗ ${miss}, ${targetMs} ms is the target`);
    if (flags.check && missed.length > 0) process.exitCode = 1;
  } finally {
    await database.$disconnect();
  }
});

function seconds(sinceMs: number): string {
  return `${((performance.now() - sinceMs) / 1_000).toFixed(0)} s`;
}
