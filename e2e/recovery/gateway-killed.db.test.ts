import type { ChildProcess } from 'node:child_process';
import { createDatabase, type Database } from '@frontdesk/database';
import type { GenerationJob } from '@frontdesk/protocol';
import { connectQueues, consumeGenerations } from '@frontdesk/queue';
import { testServers } from '@frontdesk/queue/testing';
import { afterEach, expect, test } from 'vitest';
import { createTestSite } from '../../apps/gateway/src/testing/test-site.ts';
import { createTestWorker, type TestAnswer, type TestWorker } from '../../apps/gateway/src/testing/test-worker.ts';
import type { ChatSession } from '../../packages/chat/src/session/chat-session.ts';
import { createMemoryStorage } from '../../packages/chat/src/storage/chat-storage.ts';
import { anyFreePort } from '../../scripts/stack/ports.mjs';
import { openFront } from './first-that-accepts.ts';
import { startGatewayProcess } from './gateway-processes.ts';
import { openChat, shown } from './open-chat.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function startGateway(port: number): Promise<ChildProcess> {
  const child = await startGatewayProcess(port);
  closers.push(() => child.kill('SIGKILL'));
  return child;
}

/** A worker that takes jobs from the queue, and says of them what the test tells it to. */
async function startWorker(database: Database, workerId: string, onAnswer: (answer: TestAnswer) => void) {
  const worker: TestWorker = createTestWorker(database, { workerId });
  const onError = (error: unknown): void => {
    throw error;
  };
  const queues = await connectQueues({ ...testServers, onError });
  const consumer = await consumeGenerations(queues, {
    concurrency: 4,
    handle: async ({ generationId }: GenerationJob) => onAnswer(await worker.claim(generationId)),
    onError,
  });
  closers.push(async () => {
    await consumer.close();
    await queues.close();
    await worker.close();
  });
}

test('the chat of a gateway that is killed goes on at the other one, and misses nothing', async () => {
  const database = createDatabase({ url: testServers.databaseUrl });
  closers.push(() => database.$disconnect());
  const { key } = await createTestSite(database);
  const answers: TestAnswer[] = [];
  for (const workerId of ['worker-1', 'worker-2']) await startWorker(database, workerId, (one) => answers.push(one));
  const ports = [await anyFreePort(), await anyFreePort()] as const;
  const first = await startGateway(ports[0]);
  await startGateway(ports[1]);
  const front = await openFront(ports);
  const onlySecond = await openFront([ports[1]]);
  closers.push(front.close, onlySecond.close);

  // One visitor with two pages: one at whichever gateway is there, one at the second.
  const storage = createMemoryStorage();
  const open = (gatewayUrl: string): ChatSession => {
    const session = openChat(gatewayUrl, key, storage);
    closers.push(() => session.close());
    return session;
  };
  const chat = open(front.url);
  await expect.poll(() => chat.getState().connection).toBe('online');
  chat.send('Where is my parcel?');
  await expect.poll(() => answers.length).toBe(1);
  const other = open(onlySecond.url);
  const [answer] = answers as [TestAnswer];
  await answer.say('On');
  // What came in at the first gateway is told at the second.
  for (const page of [chat, other])
    await expect.poll(() => shown(page.getState())).toEqual(['visitor', 'streaming: On']);

  const connections: string[] = [];
  chat.subscribe(() => connections.push(chat.getState().connection));
  first.kill('SIGKILL');
  await answer.say(' its');
  await answer.say(' way');
  await answer.finish();
  for (const page of [chat, other]) {
    await expect.poll(() => shown(page.getState())).toEqual(['visitor', 'done: On its way']);
  }
  expect(connections).toContain('reconnecting');
  expect(chat.getState().connection).toBe('online');

  // And it goes on from there.
  chat.send('Thank you');
  await expect.poll(() => answers.length).toBe(2);
  await answers[1]?.say('Gladly.');
  await answers[1]?.finish();
  await expect.poll(() => shown(other.getState())).toEqual(['visitor', 'done: On its way', 'visitor', 'done: Gladly.']);
}, 120_000);
