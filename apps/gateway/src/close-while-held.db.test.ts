import { expect, test } from 'vitest';
import { startTestGateway } from './testing/test-gateway.ts';
import { openTestDatabase } from './testing/test-site.ts';

// A process that is told to stop has ten seconds.
test('a gateway stops in order while a turn of its own waits for what somebody else holds', {
  timeout: 60_000,
}, async () => {
  const database = openTestDatabase();
  const gateway = await startTestGateway();
  await database.$transaction(
    async (other) => {
      // The sweep, which comes every second, writes there.
      await other.$executeRaw`LOCK TABLE cached_answer IN SHARE MODE`;
      const waiting = async () => {
        await other.$queryRaw`SELECT pg_stat_clear_snapshot()::text`;
        const [row] = await other.$queryRaw<{ count: number }[]>`
          SELECT count(*)::int AS count FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock'`;
        return row?.count;
      };
      await expect.poll(waiting, { timeout: 20_000 }).toBe(1);
      const beganMs = performance.now();
      await gateway.close();
      // Two for its turns, two for their connections.
      expect(performance.now() - beganMs).toBeLessThan(10_000);
    },
    { timeout: 50_000, maxWait: 20_000 },
  );
  await database.$disconnect();
});
