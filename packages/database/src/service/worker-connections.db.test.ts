import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { createDatabase, type Database } from '../connection/client.ts';
import { lookAtWorkers, workerConnectionName } from './worker-connections.ts';
import { beat } from './workers.ts';

const url = process.env.TEST_DATABASE_URL ?? '';
const database = createDatabase({ url });
afterAll(() => database.$disconnect());

const status = { state: 'ready', slots: 1, running: 0, tokensPerSecond: 0, modelHash: 'm' } as const;
const connect = async (workerId: string, name?: string): Promise<Database> => {
  const own = createDatabase({ url, ...(name === undefined ? {} : { name }) });
  await beat(own, { workerId, ...status });
  return own;
};
const connected = async () => (await lookAtWorkers(database)).connected;

it.each([
  ['a short id', randomUUID()],
  ['an id that is longer than a connection’s name may be', `${'pod-of-a-long-name-'.repeat(5)}${randomUUID()}`],
])('%s: a worker is there as long as it has a connection', async (_, workerId) => {
  const worker = await connect(workerId, workerConnectionName(workerId));
  expect(await connected()).toContain(workerId);
  await worker.$disconnect();
  await expect.poll(connected).not.toContain(workerId);
});

it('a worker whose connections have no name of its own is not seen, however alive', async () => {
  const workerId = randomUUID();
  const worker = await connect(workerId);
  expect(await connected()).not.toContain(workerId);
  await worker.$disconnect();
});

it('tells since when the server runs', async () => {
  const [first, second] = [await lookAtWorkers(database), await lookAtWorkers(database)];
  expect(first.serverStartedAt).toBe(second.serverStartedAt);
  expect(first.serverStartedAt).toBeLessThan(Date.now() / 1_000);
  expect(first.serverStartedAt).toBeGreaterThan(Date.now() / 1_000 - 86_400 * 365);
});
