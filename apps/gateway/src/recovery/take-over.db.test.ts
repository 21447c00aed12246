import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { acceptMessage, useTestDatabase } from '@frontdesk/database/testing';
import type { GenerationJob } from '@frontdesk/protocol';
import { connectQueues, openGenerationQueue } from '@frontdesk/queue';
import { testServers } from '@frontdesk/queue/testing';
import { afterAll, expect, test } from 'vitest';
import { useTestGateway } from '../testing/test-gateway.ts';
import { useTestQueue } from '../testing/test-queue.ts';
import { createTestSite, createTestVisitor } from '../testing/test-site.ts';

const program = fileURLToPath(new URL('../testing/claiming-process.ts', import.meta.url));
const jobs: GenerationJob[] = [];
const processes: ChildProcess[] = [];

const database = useTestDatabase();
const site = await createTestSite(database);
await useTestGateway();
await useTestQueue({ concurrency: 1, handle: async (job) => void jobs.push(job) });
afterAll(async () => {
  for (const child of processes) child.kill('SIGKILL');
});

async function storeMessage(): Promise<string> {
  const visitor = await createTestVisitor(database, site.id);
  const { generationId } = await acceptMessage(database, { siteId: site.id, visitorId: visitor.id });
  return generationId;
}

/** A message, and a process that has claimed its answer for ten minutes. */
async function claimedByProcess(): Promise<{ generationId: string; workerId: string; child: ChildProcess }> {
  const workerId = randomUUID();
  const generationId = await storeMessage();
  const child = spawn(process.execPath, ['--import', 'tsx', program, workerId, generationId], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  processes.push(child);
  expect(await once(child, 'message')).toEqual(['claimed', undefined]);
  // So long that the gateway has seen it.
  await sleep(1_000);
  return { generationId, workerId, child };
}
/** Of a later claim than the process's. */
const jobsOf = (generationId: string) => jobs.filter((job) => job.generationId === generationId && job.epoch > 1);

test('the answer of a worker that was killed is queued again long before its lease runs out', async () => {
  const { generationId, child } = await claimedByProcess();
  expect(jobsOf(generationId)).toEqual([]);
  child.kill('SIGKILL');
  await expect.poll(() => jobsOf(generationId), { timeout: 10_000 }).toEqual([{ generationId, epoch: 2 }]);
});

test('what waits for a worker that was killed is given to others before the worker counts as silent', async () => {
  const { workerId, child } = await claimedByProcess();
  const generationId = await storeMessage();
  const connection = await connectQueues({ ...testServers, onError: () => {} });
  const queue = await openGenerationQueue(connection);
  await queue.enqueue({ generationId, epoch: 1 }, { workerId });
  // By its heartbeat it would not be silent for an hour, and nobody looks for this row's job before that.
  const inAnHour = new Date(Date.now() + 3_600_000);
  await database.worker.update({ where: { id: workerId }, data: { heartbeatAt: inAnHour } });
  await database.generation.update({ where: { id: generationId }, data: { queuedAt: inAnHour } });
  child.kill('SIGKILL');
  // Two releases at the same moment may give it away twice: the claim decides.
  const waited = () => jobs.find((job) => job.generationId === generationId);
  await expect.poll(waited, { timeout: 10_000 }).toEqual({ generationId, epoch: 1 });
  await queue.close();
  await connection.close();
});

test('a worker that only hangs keeps its answer until its lease runs out', async () => {
  const { generationId, child } = await claimedByProcess();
  child.kill('SIGSTOP');
  await sleep(2_000);
  expect(jobsOf(generationId)).toEqual([]);
  await database.generation.update({ where: { id: generationId }, data: { leaseUntil: new Date(Date.now() - 1) } });
  await expect.poll(() => jobsOf(generationId), { timeout: 10_000 }).toEqual([{ generationId, epoch: 2 }]);
});
