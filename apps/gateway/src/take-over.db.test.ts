import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { acceptMessage, type Database } from '@frontdesk/database';
import type { GenerationJob } from '@frontdesk/protocol';
import type { GenerationConsumer } from '@frontdesk/queue';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';
import { consumeTestQueue } from './testing/test-queue.ts';
import { createTestSite, createTestVisitor, openTestDatabase, type TestSite } from './testing/test-site.ts';

const program = fileURLToPath(new URL('./testing/claiming-process.ts', import.meta.url));
let database: Database;
let gateway: TestGateway;
let consumer: GenerationConsumer;
let site: TestSite;
const jobs: GenerationJob[] = [];
const processes: ChildProcess[] = [];

beforeAll(async () => {
  database = openTestDatabase();
  site = await createTestSite(database);
  gateway = await startTestGateway();
  consumer = await consumeTestQueue({ concurrency: 1, handle: async (job) => void jobs.push(job) });
});
afterAll(async () => {
  for (const child of processes) child.kill('SIGKILL');
  await consumer.close();
  await gateway.close();
  await database.$disconnect();
});

/** A message, and a process that has claimed its answer for ten minutes. */
async function claimedByProcess(): Promise<{ generationId: string; child: ChildProcess }> {
  const visitor = await createTestVisitor(database, site.id);
  const { generationId } = await acceptMessage(database, {
    ...{ siteId: site.id, visitorId: visitor.id, clientMessageId: randomUUID(), text: 'Hello' },
    ...{ receivedAt: new Date(), deadlineAt: new Date(Date.now() + 60_000) },
  });
  const child = spawn(process.execPath, ['--import', 'tsx', program, randomUUID(), generationId], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  processes.push(child);
  expect(await once(child, 'message')).toEqual(['claimed', undefined]);
  // So long that the gateway has seen it.
  await sleep(1_000);
  return { generationId, child };
}
/** Of a later claim than the process's. */
const jobsOf = (generationId: string) => jobs.filter((job) => job.generationId === generationId && job.epoch > 1);

test('the answer of a worker that was killed is queued again long before its lease runs out', async () => {
  const { generationId, child } = await claimedByProcess();
  expect(jobsOf(generationId)).toEqual([]);
  child.kill('SIGKILL');
  await expect.poll(() => jobsOf(generationId), { timeout: 10_000 }).toEqual([{ generationId, epoch: 2 }]);
});

test('a worker that only hangs keeps its answer until its lease runs out', async () => {
  const { generationId, child } = await claimedByProcess();
  child.kill('SIGSTOP');
  await sleep(2_000);
  expect(jobsOf(generationId)).toEqual([]);
  await database.generation.update({ where: { id: generationId }, data: { leaseUntil: new Date(Date.now() - 1) } });
  await expect.poll(() => jobsOf(generationId), { timeout: 10_000 }).toEqual([{ generationId, epoch: 2 }]);
});
