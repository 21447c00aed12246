import { createDatabase, type Database } from '@frontdesk/database';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestGateway } from './testing/test-gateway.ts';
import { createTestSite, createTestVisitor, openTestDatabase } from './testing/test-site.ts';
import { connectVisitor } from './testing/test-socket.ts';

const server = new URL(process.env.TEST_DATABASE_URL ?? '');
const name = server.pathname.slice(1);
server.pathname = '/postgres';
let operator: Database;

beforeEach(() => {
  operator = createDatabase({ url: server.href, maxConnections: 1 });
});
afterEach(async () => {
  await operator.$executeRawUnsafe(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  await operator.$disconnect();
});

// A process that is told to stop has ten seconds.
test('a gateway stops in order while its database is away', { timeout: 10_000 }, async () => {
  const database = openTestDatabase();
  const site = await createTestSite(database);
  const gateway = await startTestGateway();
  const socket = await connectVisitor(gateway, site, await createTestVisitor(database, site.id));
  const reason = new Promise((resolve) => socket.once('disconnect', resolve));
  await database.$disconnect();
  await operator.$executeRawUnsafe(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await operator.$queryRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ${name}`;
  await expect.poll(async () => (await fetch(`${gateway.url}/readyz`)).status).toBe(503);
  await gateway.close();
  expect(await reason).toBe('transport close');
});
