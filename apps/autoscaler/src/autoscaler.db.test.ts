import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createVisitor, readScalingDecisions, type ScalingDecision } from '@frontdesk/database';
import { newSite, useTestDatabase } from '@frontdesk/database/testing';
import { createLogger } from '@frontdesk/telemetry';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type RunningAutoscaler, startAutoscaler } from './autoscaler.ts';
import { readEnv } from './env.ts';

const databaseUrl = process.env.TEST_DATABASE_URL ?? '';
const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const logger = createLogger({ name: 'test', level: 'fatal', format: 'json' });
const database = useTestDatabase({ maxConnections: 1 });
const siteId = await newSite(database);
const running: RunningAutoscaler[] = [];
const children: ChildProcess[] = [];

beforeEach(async () => {
  await database.scalingDecision.deleteMany();
  await database.generation.updateMany({ data: { state: 'failed', finishedAt: new Date(0) } });
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(running.splice(0).map((autoscaler) => autoscaler.stop()));
});

async function start(variables: Record<string, string> = {}) {
  const told: ScalingDecision[] = [];
  const env = readEnv({ DATABASE_URL: databaseUrl, ...variables });
  const autoscaler = await startAutoscaler(env, logger, { onWanted: (decision) => told.push(decision) });
  running.push(autoscaler);
  await autoscaler.untilReady;
  return { autoscaler, told };
}

/** So many questions that wait for a worker, all from the same moment on. */
async function letWait(count: number) {
  const visitorId = await createVisitor(database, siteId);
  const { id: conversationId } = await database.conversation.create({ data: { siteId, visitorId } });
  const ids = Array.from({ length: count }, () => randomUUID());
  const message = { siteId, conversationId, visitorId, role: 'visitor' as const, text: 'Hello' };
  await database.message.createMany({ data: ids.map((id) => ({ ...message, id })) });
  const generation = { siteId, conversationId, receivedAt: new Date(), deadlineAt: new Date(Date.now() + 60_000) };
  await database.generation.createMany({
    data: ids.map((questionMessageId) => ({ ...generation, questionMessageId })),
  });
}
const wantedNow = async () => (await readScalingDecisions(database, 1))[0]?.wanted;
const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
/** Connections to this database beside the test's own. */
const others = () =>
  database.$queryRaw<{ pid: number }[]>`
    SELECT pid FROM pg_stat_activity
     WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`;

it('wants the least at first, and more while answers wait; the store, its caller and /metrics say so', async () => {
  const port = await freePort();
  const { told } = await start({ MAX_WORKERS: '4', HEALTH_PORT: String(port) });
  expect(told).toMatchObject([{ wanted: 1, reason: 'limits' }]);
  // A quarter of 32 slots each.
  await letWait(20);
  await expect.poll(wantedNow).toBe(3);
  const decisions = await readScalingDecisions(database, 5);
  expect(decisions).toMatchObject([{ wanted: 3, reason: 'queue', waiting: 20, ready: 0 }, { wanted: 1 }]);
  await expect.poll(() => told).toEqual(decisions.toReversed());
  await letWait(50);
  await expect.poll(wantedNow).toBe(4);

  const get = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  expect(await get('/readyz')).toBe('ready\n');
  await expect.poll(() => get('/metrics')).toContain('frontdesk_autoscaler_workers_wanted 4');
  const metrics = await get('/metrics');
  expect(metrics).toContain('frontdesk_autoscaler_wanted_reason{reason="queue"} 1');
  expect(metrics).toContain('frontdesk_autoscaler_wanted_reason{reason="calm"} 0');
  expect(metrics).toContain('frontdesk_autoscaler_num_requests_waiting 70');
});

it('goes on after a restart where it was, within the limits of now', async () => {
  await letWait(20);
  const { autoscaler } = await start();
  await expect.poll(wantedNow).toBe(3);
  await autoscaler.stop();
  const before = await readScalingDecisions(database, 5);
  const { told } = await start();
  expect(told).toEqual(before.slice(0, 1));
  expect((await start({ MAX_WORKERS: '2' })).told).toMatchObject([{ wanted: 2 }]);
  expect(await readScalingDecisions(database, 5)).toEqual(before);
});

it('of machines with room for fewer and for more, each is told what its own limits allow, and neither overrules the other', async () => {
  const small = await start({ MAX_WORKERS: '2' });
  const large = await start({ MAX_WORKERS: '4' });
  await letWait(20);
  await expect.poll(() => large.told.at(-1)?.wanted).toBe(3);
  await expect.poll(() => small.told.at(-1)?.wanted).toBe(2);
  const decisions = await readScalingDecisions(database, 5);
  await sleep(3_500);
  expect(await readScalingDecisions(database, 5)).toEqual(decisions);
  expect(small.told.map(({ wanted }) => wanted)).toEqual([1, 2]);
});

it('several decide one at a time, and say the same', async () => {
  const all = await Promise.all([start(), start(), start()]);
  await letWait(20);
  for (const { told } of all) await expect.poll(() => told.at(-1)?.wanted).toBe(3);
  expect(await readScalingDecisions(database, 5)).toHaveLength(2);
});

it('holds one connection, and gets another one when the database was away', async () => {
  const { autoscaler, told } = await start();
  const [connection, ...more] = await others();
  expect(more).toEqual([]);
  await database.$queryRaw`SELECT pg_terminate_backend(${connection?.pid}::int)`;
  await letWait(20);
  await expect.poll(() => told.at(-1)?.wanted).toBe(3);
  const now = await others();
  expect(now).toHaveLength(1);
  expect(now).not.toEqual([connection]);
  await autoscaler.stop();
  await expect.poll(others).toEqual([]);
});

it('KEDA’s question has an answer', async () => {
  const file = new URL('../kubernetes/worker-scaling.yaml', import.meta.url);
  const documents = parseAllDocuments(await readFile(file, 'utf8')).map((document) => document.toJS());
  const { query, targetQueryValue } = documents.find(({ kind }) => kind === 'ScaledObject').spec.triggers[0].metadata;
  await letWait(20);
  await start();
  await expect.poll(wantedNow).toBe(3);
  // The wanted count shared by so many workers is one for each.
  expect(await database.$queryRawUnsafe(query)).toEqual([{ wanted: 3 }]);
  expect(targetQueryValue).toBe('1');
});

it('as a process: tells its supervisor what is wanted, is ready, and ends in order', async () => {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', main], {
    env: { ...process.env, DATABASE_URL: databaseUrl, LOG_LEVEL: 'fatal' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  children.push(child);
  const messages: unknown[] = [];
  child.on('message', (message) => messages.push(message));
  // Its TypeScript is compiled first.
  await expect.poll(() => messages, { timeout: 60_000 }).toEqual([{ wanted: 1, reason: 'limits' }, { ready: true }]);
  await letWait(20);
  await expect.poll(() => messages.at(-1)).toEqual({ wanted: 3, reason: 'queue' });
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
}, 90_000);
