import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from '@frontdesk/database';
import { writeTinyModel } from '@frontdesk/models/testing';
import { connectQueues, openGenerationQueue } from '@frontdesk/queue';
import { testServers } from '@frontdesk/queue/testing';
import { expect, it, onTestFinished } from 'vitest';
import { startRedisServer } from '../../../scripts/testing/redis-server.mjs';
import { ask } from './testing/ask.ts';
import { WorkerProcesses } from './testing/worker-processes.ts';

it('stops in order while the server of its queue is away, and gives back what it has in hand', async () => {
  const server = await startRedisServer();
  onTestFinished(server.kill);
  const { databaseUrl } = testServers;
  const servers = { databaseUrl, redisUrl: server.url };
  const database = createDatabase({ url: databaseUrl });
  onTestFinished(() => database.$disconnect());
  // So many layers that an answer takes long enough to be interrupted.
  const model = await writeTinyModel(await mkdtemp(join(tmpdir(), 'worker-test-')), { layers: 48 });
  onTestFinished(() => rm(model.dir, { recursive: true }));
  const workers = new WorkerProcesses();
  onTestFinished(() => workers.endAll());
  await workers.start('alone', model, { servers });

  const { generationId } = await ask(database);
  const state = async () => (await database.generation.findUniqueOrThrow({ where: { id: generationId } })).state;
  const queues = await connectQueues({ ...servers, onError: () => {} });
  const queue = await openGenerationQueue(queues);
  await queue.enqueue({ generationId, epoch: 1 });
  await expect.poll(state, { timeout: 20_000, interval: 20 }).toBe('running');
  await queue.close();
  await queues.close();
  await server.kill();
  expect(await workers.end('alone', 'SIGTERM')).toBe(0);
  expect(await database.worker.findMany()).toEqual([]);
  // How much a worker can do in the time it has depends on the machine.
  expect(['done', 'queued']).toContain(await state());
}, 120_000);
