import { stopStrings } from '@frontdesk/answers';
import { endLeases, lookAtWorkers, readProgress, requeueExpiredLeases, storeChunks } from '@frontdesk/database';
import { useTestDatabase } from '@frontdesk/database/testing';
import { createEngine } from '@frontdesk/engine';
import { writeTinyModel } from '@frontdesk/models/testing';
import type { Notice } from '@frontdesk/protocol';
import { connectQueues, listenForNotices, openGenerationQueue, openNoticePublisher } from '@frontdesk/queue';
import { testServers } from '@frontdesk/queue/testing';
import { loadTokenizer } from '@frontdesk/tokenizer';
import { afterEach, expect, it, vi } from 'vitest';
import { keepForAll } from '../../../scripts/testing/keep.ts';
import { useTestFolder } from '../../../scripts/testing/test-folder.ts';
import { unexpected } from '../../../scripts/testing/unexpected.ts';
import { AnswerText } from './answers/answer-text.ts';
import { type Asked, ask } from './testing/ask.ts';
import { WorkerProcesses } from './testing/worker-processes.ts';

const patience = { timeout: 40_000, interval: 20 };
const database = useTestDatabase();
// So many layers that an answer takes long enough to be interrupted.
const model = await writeTinyModel(await useTestFolder(), { layers: 48 });
// It keeps nothing: the worker that goes on with an answer reads all of it anew, too, and reading rounds otherwise than steps do.
const { modelPath, manifest } = model;
const engine = keepForAll(
  await createEngine({ modelPath, architecture: manifest.architecture, threads: 1, prefixCacheBytes: 0 }),
);
const queues = keepForAll(await connectQueues({ ...testServers, onError: unexpected }));
const queue = keepForAll(await openGenerationQueue(queues));
const notices: Notice[] = [];
const onNotice = (notice: Notice) => void notices.push(notice);
keepForAll(await listenForNotices({ ...testServers, onNotice, onReconnect: () => {}, onError: unexpected }));
const workers = new WorkerProcesses();
afterEach(() => workers.endAll());

const start = (workerId: string) => workers.start(workerId, model);
const end = (workerId: string, signal: NodeJS.Signals) => workers.end(workerId, signal);

const row = ({ generationId }: Asked) => database.generation.findUniqueOrThrow({ where: { id: generationId } });

const untilEnded = (asked: Asked) =>
  vi.waitFor(async () => expect(['queued', 'running']).not.toContain((await row(asked)).state), patience);

const wordsOf = ({ generationId }: Asked) =>
  notices.filter((notice) => notice.kind === 'words').filter((notice) => notice.generationId === generationId);

/** Waits until some words were told, and returns which worker tells them. */
async function untilItSpeaks(asked: Asked): Promise<string> {
  await vi.waitFor(() => expect(wordsOf(asked).length).toBeGreaterThanOrEqual(2), patience);
  const { state, workerId } = await row(asked);
  expect(state).toBe('running');
  return workerId ?? '';
}

/** What the same input gives after the ids that are there already; how they are read may turn a near-tie behind them. */
async function wholeOf(
  { generationId }: Asked,
  continueIds: readonly number[],
): Promise<{ ids: number[]; text: string }> {
  const input = await database.generationInput.findUniqueOrThrow({ where: { generationId } });
  const text = new AnswerText(loadTokenizer(model), stopStrings);
  const ids = [...continueIds];
  let said = text.push(continueIds);
  for await (const step of engine.generate({ ...input, continueIds, stopIds: model.manifest.eosTokenIds })) {
    for (const id of step.ids) {
      if (text.stopped) break;
      ids.push(id);
      said += text.push([id]);
    }
    if (text.stopped) break;
  }
  return { ids, text: said + text.end() };
}

/** @param before the ids that were stored when another worker went on */
async function expectWhole(asked: Asked, before: readonly number[], { killed = false } = {}): Promise<void> {
  const { generationId, conversationId } = asked;
  const expected = await wholeOf(asked, before);
  expect(expected.ids.length).toBeGreaterThan(100);
  expect(await readProgress(database, generationId)).toEqual({ tokenIds: expected.ids, text: expected.text });
  const message = await database.message.findUniqueOrThrow({ where: { generationId } });
  expect(message).toMatchObject({ role: 'assistant', text: expected.text, conversationId });
  const event = await database.conversationEvent.findFirstOrThrow({ where: { conversationId } });
  expect(event.payload).toMatchObject({ type: 'generation:done', message: { id: message.id, text: expected.text } });
  await vi.waitFor(
    () => expect(notices).toContainEqual(expect.objectContaining({ kind: 'event', conversationId })),
    patience,
  );
  let told = '';
  for (const { position, text } of wordsOf(asked)) {
    // Who was killed may have stored words and told nobody of them: they are read from the log.
    if (killed && position > told.length) told = expected.text.slice(0, position);
    // A notice without text is too long for the channel: its words are in the log.
    expect(position).toBe(told.length);
    told += text ?? expected.text.slice(told.length);
  }
  expect(told).toBe(expected.text);
}

it('answers, word by word, and says so', async () => {
  await start('alone');
  const asked = await ask(database);
  await queue.enqueue({ generationId: asked.generationId, epoch: 1 });
  await untilEnded(asked);
  const generation = await row(asked);
  expect(generation).toMatchObject({ state: 'done', epoch: 1, finishReason: 'length', generatedTokens: 400 });
  for (const ms of [generation.queueMs, generation.prefillMs, generation.firstTokenMs, generation.decodeMs]) {
    expect(ms).toBeGreaterThanOrEqual(0);
  }
  expect(generation.promptTokens).toBeGreaterThan(20);
  expect(generation.firstTextAt?.getTime()).toBeGreaterThanOrEqual(generation.startedAt?.getTime() ?? Infinity);
  await expectWhole(asked, []);
  expect(wordsOf(asked).length).toBeGreaterThanOrEqual(3);
  expect(await end('alone', 'SIGTERM')).toBe(0);
  expect(await database.worker.findMany()).toEqual([]);
}, 120_000);

it('goes on with the answer of a worker that was killed, without a word twice or missing', async () => {
  await Promise.all([start('one'), start('two')]);
  const asked = await ask(database);
  await queue.enqueue({ generationId: asked.generationId, epoch: 1 });
  const killed = await untilItSpeaks(asked);
  const connected = async () => (await lookAtWorkers(database)).connected;
  expect(await connected()).toEqual(expect.arrayContaining(['one', 'two']));
  await end(killed, 'SIGKILL');
  // As the gateway finds out.
  await expect.poll(connected, patience).not.toContain(killed);
  // What it was storing when it was killed is stored by now, or never.
  const before = await readProgress(database, asked.generationId);
  await endLeases(database, [killed]);
  await vi.waitFor(async () => {
    const { jobs } = await requeueExpiredLeases(database);
    await Promise.all(jobs.map((job) => queue.enqueue(job)));
    expect((await row(asked)).epoch).toBeGreaterThan(1);
  }, patience);
  await untilEnded(asked);
  const generation = await row(asked);
  expect(generation.state).toBe('done');
  expect(generation.workerId).not.toBe(killed);
  await expectWhole(asked, before.tokenIds, { killed: true });

  const late = {
    generationId: asked.generationId,
    epoch: 1,
    firstToken: 400,
    tokenIds: [5],
    position: 0,
    text: 'late',
  };
  expect(await storeChunks(database, { workerId: killed, chunks: [late] })).toEqual([asked.generationId]);
}, 120_000);

it('finishes or gives back what it has in hand when it is stopped', async () => {
  await start('one');
  const asked = await ask(database);
  await queue.enqueue({ generationId: asked.generationId, epoch: 1 });
  await untilItSpeaks(asked);
  expect(await end('one', 'SIGTERM')).toBe(0);
  // How much a worker can do in the time it has depends on the machine.
  expect(['done', 'queued']).toContain((await row(asked)).state);
  const before = await readProgress(database, asked.generationId);
  await start('two');
  await untilEnded(asked);
  expect((await row(asked)).state).toBe('done');
  await expectWhole(asked, before.tokenIds);
}, 120_000);

it('stops at once what nobody wants any more, before it has words to store', async () => {
  await start('alone');
  const asked = await ask(database);
  const { siteId, conversationId, generationId } = asked;
  await queue.enqueue({ generationId, epoch: 1 });
  await untilItSpeaks(asked);
  const publisher = openNoticePublisher({ ...testServers, onError: unexpected });
  publisher.publish({ kind: 'stop', siteId, conversationId, generationId });
  await publisher.close();
  // Its row still says that it runs: that alone would not stop it.
  const running = async () => (await database.worker.findUniqueOrThrow({ where: { id: 'alone' } })).running;
  await expect.poll(running).toBe(0);
  expect(await row(asked)).toMatchObject({ state: 'running', finishedAt: null });
}, 120_000);
