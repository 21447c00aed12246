import { once } from 'node:events';
import { doubtReply } from '@frontdesk/answers';
import { claimGeneration, storeChunks } from '@frontdesk/database';
import { useTestDatabase } from '@frontdesk/database/testing';
import { writeTinyModel } from '@frontdesk/models/testing';
import { connectQueues, openGenerationQueue } from '@frontdesk/queue';
import { testServers } from '@frontdesk/queue/testing';
import { afterEach, expect, it, vi } from 'vitest';
import { keepForAll } from '../../../scripts/testing/keep.ts';
import { useTestFolder } from '../../../scripts/testing/test-folder.ts';
import { unexpected } from '../../../scripts/testing/unexpected.ts';
import { type Asked, ask } from './testing/ask.ts';
import { WorkerProcesses } from './testing/worker-processes.ts';

// What a worker does whatever server its queue is on; worker.db.test.ts runs on both.
const database = useTestDatabase();
const model = await writeTinyModel(await useTestFolder(), { layers: 4 });
const queues = keepForAll(await connectQueues({ ...testServers, onError: unexpected }));
const queue = keepForAll(await openGenerationQueue(queues));
const workers = new WorkerProcesses();
afterEach(() => workers.endAll());

const start = (workerId: string) => workers.start(workerId, model);
const row = ({ generationId }: Asked) => database.generation.findUniqueOrThrow({ where: { id: generationId } });
const untilEnded = (asked: Asked) =>
  vi.waitFor(async () => expect(['queued', 'running']).not.toContain((await row(asked)).state), {
    ...{ timeout: 40_000, interval: 20 },
  });

it('ends what can not be made, and goes on with the next', async () => {
  await start('alone');
  const [tooLong, overdue, promptless, good] = await Promise.all([
    ask(database, { text: '木'.repeat(4_000) }),
    ask(database, { deadlineInMs: -1 }),
    ask(database),
    ask(database),
  ]);
  await database.site.update({ where: { id: promptless.siteId }, data: { publishedPromptVersionId: null } });
  for (const { generationId } of [tooLong, overdue, promptless, good]) {
    await queue.enqueue({ generationId, epoch: 1 });
  }
  await Promise.all([tooLong, overdue, promptless, good].map(untilEnded));
  expect(await row(tooLong)).toMatchObject({ state: 'failed', errorCode: 'message_too_long' });
  expect(await row(overdue)).toMatchObject({ state: 'expired', errorCode: 'generation_expired', epoch: 0 });
  expect(await row(promptless)).toMatchObject({ state: 'failed', errorCode: 'generation_failed' });
  expect(await row(good)).toMatchObject({ state: 'done', epoch: 1 });
}, 120_000);

const grounding = { siteName: 'Fernway', language: null, replyListHash: '', passages: [] };
it.each([
  ['en', {}],
  ['de', { grounding: { ...grounding, spoken: 'de' } }],
])(
  'ends with the offer of a person what was begun with another model, and keeps what was shown: %s',
  async (spoken, begun) => {
    const asked = await ask(database);
    const { generationId, siteId } = asked;
    const claim = await claimGeneration(database, { generationId, workerId: 'gone', leaseMs: -1 });
    const version = await database.promptVersion.findFirstOrThrow({ where: { siteId } });
    await database.generationInput.create({
      data: {
        ...{ generationId, siteId, promptVersionId: version.id, modelHash: 'another', tokenizerHash: 'another' },
        ...{ mode: 'phrase', temperature: 0, topP: 1, maxTokens: 10, seed: 1, promptIds: [1], ...begun },
      },
    });
    const chunk = {
      generationId,
      epoch: claim?.epoch ?? 0,
      firstToken: 0,
      tokenIds: [9],
      position: 0,
      text: 'You have',
    };
    expect(await storeChunks(database, { workerId: 'gone', chunks: [chunk] })).toEqual([]);
    await start(`alone-${spoken}`);
    await queue.enqueue({ generationId, epoch: 2 });
    await untilEnded(asked);
    expect(await row(asked)).toMatchObject({ state: 'done', epoch: 2, said: { handsOver: true } });
    const message = await database.message.findUniqueOrThrow({ where: { generationId } });
    expect(message.text).toBe(`You have… ${doubtReply(spoken, 'Fernway').text}`);
    const { state } = await database.conversation.findUniqueOrThrow({ where: { id: asked.conversationId } });
    expect(state).toBe('waiting_for_person');
  },
  120_000,
);

it('ends when its supervisor is gone', async () => {
  await start('orphan');
  const child = workers.forget('orphan');
  const exited = once(child, 'exit');
  child.disconnect();
  expect((await exited)[0]).toBe(0);
}, 120_000);
