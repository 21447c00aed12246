import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, readProgress } from '@frontdesk/database';
import { writeTinyModel } from '@frontdesk/models/testing';
import type { Notice } from '@frontdesk/protocol';
import { connectQueues, listenForNotices, openGenerationQueue, openNoticePublisher } from '@frontdesk/queue';
import { testServers } from '@frontdesk/queue/testing';
import { expect, it } from 'vitest';
import { ask } from './testing/ask.ts';
import { WorkerProcesses } from './testing/worker-processes.ts';

// What worker.db.test.ts tells of on PostgreSQL, in short: the job comes, the words are told, what is to stop stops.
it('answers, tells its words, and stops what nobody wants any more, on Redis', async () => {
  const onError = (error: unknown) => {
    throw error;
  };
  const database = createDatabase({ url: testServers.databaseUrl });
  const model = await writeTinyModel(await mkdtemp(join(tmpdir(), 'worker-test-')), { layers: 24 });
  const queues = await connectQueues({ ...testServers, onError });
  const queue = await openGenerationQueue(queues);
  const notices: Notice[] = [];
  const onNotice = (notice: Notice) => void notices.push(notice);
  const listener = await listenForNotices({ ...testServers, onNotice, onReconnect: () => {}, onError });
  const publisher = openNoticePublisher({ ...testServers, onError });
  const workers = new WorkerProcesses();
  const wordsOf = (id: string) =>
    notices.flatMap((notice) => (notice.kind === 'words' && notice.generationId === id ? [notice.text] : []));
  try {
    await workers.start('alone', model);
    const answered = await ask(database);
    await queue.enqueue({ generationId: answered.generationId, epoch: 1 });
    await expect
      .poll(
        () => notices.some((notice) => notice.kind === 'event' && notice.conversationId === answered.conversationId),
        {
          timeout: 60_000,
        },
      )
      .toBe(true);
    const { text } = await readProgress(database, answered.generationId);
    expect(wordsOf(answered.generationId).join('')).toBe(text);
    const stopped = await ask(database);
    await queue.enqueue({ generationId: stopped.generationId, epoch: 1 });
    await expect.poll(() => wordsOf(stopped.generationId).length, { timeout: 40_000 }).toBeGreaterThan(0);
    publisher.publish({ kind: 'stop', ...stopped });
    const running = async () => (await database.worker.findUniqueOrThrow({ where: { id: 'alone' } })).running;
    await expect.poll(running, { timeout: 20_000 }).toBe(0);
    const { state } = await database.generation.findUniqueOrThrow({ where: { id: stopped.generationId } });
    expect(state).toBe('running');
  } finally {
    await workers.endAll();
    await publisher.close();
    await listener.close();
    await queue.close();
    await queues.close();
    await database.$disconnect();
    await rm(model.dir, { recursive: true });
  }
}, 180_000);
