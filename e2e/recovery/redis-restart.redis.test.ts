import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDatabase } from '@frontdesk/database';
import { writeTinyModel } from '@frontdesk/models/testing';
import type { AcceptedMessage, ConversationEvent } from '@frontdesk/protocol';
import { testServers } from '@frontdesk/queue/testing';
import { afterEach, expect, test } from 'vitest';
import { startTestGateway } from '../../apps/gateway/src/testing/test-gateway.ts';
import { createTestSite, createTestVisitor } from '../../apps/gateway/src/testing/test-site.ts';
import { askFor, connectVisitor } from '../../apps/gateway/src/testing/test-socket.ts';
import { WorkerProcesses } from '../../apps/worker/src/testing/worker-processes.ts';
import { startRedisServer } from '../../scripts/testing/redis-server.mjs';

const awayMs = 2_000;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

test('a Redis that is killed and forgets everything loses no message and no word', async () => {
  let redis = await startRedisServer();
  closers.push(() => redis.kill());
  const servers = { ...testServers, redisUrl: redis.url };
  const database = createDatabase({ url: servers.databaseUrl });
  closers.push(() => database.$disconnect());
  const site = await createTestSite(database);
  await database.site.update({ where: { id: site.id }, data: { answerMode: 'plain' } });
  // So many layers that Redis can be killed while an answer is being told.
  const model = await writeTinyModel(await mkdtemp(join(tmpdir(), 'redis-test-')), { layers: 24 });
  closers.push(() => rm(model.dir, { recursive: true }));
  const gateway = await startTestGateway({ REDIS_URL: servers.redisUrl });
  closers.push(() => gateway.close());
  const workers = new WorkerProcesses();
  closers.push(() => workers.endAll());
  // With one slot the job of the second question waits in Redis.
  await workers.start('alone', model, { servers, env: { SLOTS: '1' } });

  const lost: string[] = [];
  async function customer() {
    const socket = await connectVisitor(gateway, site, await createTestVisitor(database, site.id));
    closers.push(() => socket.disconnect());
    socket.on('disconnect', (reason) => lost.push(reason));
    const told = { text: '', ends: [] as string[] };
    socket.on('generation:text', ({ position, text }) => {
      expect(position).toBe(told.text.length);
      told.text += text;
    });
    socket.on('conversation:event', (event: ConversationEvent) => {
      if (event.type === 'generation:done' || event.type === 'generation:ended') told.ends.push(event.type);
    });
    const question = { clientMessageId: randomUUID(), text: `Where is parcel ${randomUUID()}?` };
    const ask = () => askFor<AcceptedMessage>(socket, 'message:send', question);
    return { told, ask };
  }
  const [speaking, waiting, meanwhile, afterwards] = [
    await customer(),
    await customer(),
    await customer(),
    await customer(),
  ];
  const { generationId } = await speaking.ask();
  await expect.poll(() => speaking.told.text, { timeout: 20_000 }).not.toBe('');
  await waiting.ask();
  expect((await database.generation.findUniqueOrThrow({ where: { id: generationId } })).state).toBe('running');
  await redis.kill();
  expect(await meanwhile.ask()).toMatchObject({ duplicate: false });
  await sleep(awayMs);
  redis = await startRedisServer({ port: redis.port });
  await afterwards.ask();

  const all = [speaking, waiting, meanwhile, afterwards];
  await expect
    .poll(() => all.map(({ told }) => told.ends), { timeout: 90_000 })
    .toEqual(all.map(() => ['generation:done']));
  const answers = await database.message.findMany({ where: { siteId: site.id, role: 'assistant' } });
  expect(answers.map(({ text }) => text).toSorted()).toEqual(all.map(({ told }) => told.text).toSorted());
  // The first was made at one go: its words are in PostgreSQL.
  expect(await database.generation.findUniqueOrThrow({ where: { id: generationId } })).toMatchObject({ epoch: 1 });
  expect(lost).toEqual([]);
}, 180_000);
