import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { beat } from '@frontdesk/database';
import type { AcceptedMessage } from '@frontdesk/protocol';
import { connectQueues, openGenerationQueue } from '@frontdesk/queue';
import { testServers } from '@frontdesk/queue/testing';
import { afterEach, expect, test } from 'vitest';
import { startTestGateway } from '../testing/test-gateway.ts';
import { consumeTestQueue } from '../testing/test-queue.ts';
import { createTestSite, createTestVisitor, openTestDatabase } from '../testing/test-site.ts';
import { askFor, connectVisitor } from '../testing/test-socket.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

test.each(['on', 'off'])(
  'with AFFINITY=%s answers are given to a worker of their own, or to none',
  async (AFFINITY) => {
    const database = openTestDatabase();
    closers.push(() => database.$disconnect());
    const site = await createTestSite(database);
    const gateway = await startTestGateway({ AFFINITY });
    closers.push(() => gateway.close());
    const connection = await connectQueues({ ...testServers, onError: () => {} });
    closers.push(() => connection.close());
    const queue = await openGenerationQueue(connection);
    closers.push(() => queue.close());
    // Takes what waits on the queue that all share.
    const taken = new Set<string>();
    const consumer = await consumeTestQueue({
      concurrency: 8,
      handle: async ({ generationId }) => void taken.add(generationId),
    });
    closers.push(() => consumer.close());
    const socket = await connectVisitor(gateway, site, await createTestVisitor(database, site.id));
    closers.push(() => socket.disconnect());

    const workers = ['one', 'two'];
    const asked: string[] = [];
    let given = 0;
    // Longer than the gateway takes to hear of the workers.
    while (asked.length < 6) {
      for (const workerId of workers) {
        await beat(database, { workerId, state: 'ready', slots: 4, running: 0, tokensPerSecond: 0, modelHash: 'm' });
      }
      const message = { clientMessageId: randomUUID(), text: 'Hello' };
      asked.push((await askFor<AcceptedMessage>(socket, 'message:send', message)).generationId);
      await sleep(500);
      for (const workerId of workers) given += await queue.release(workerId);
    }
    await expect.poll(() => asked.filter((id) => !taken.has(id))).toEqual([]);
    if (AFFINITY === 'on') expect(given).toBeGreaterThan(0);
    else expect(given).toBe(0);
  },
);
