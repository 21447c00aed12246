import { claimGeneration, createDatabase, readProgress } from '@frontdesk/database';
import { EngineError } from '@frontdesk/engine';
import { expect, it, vi } from 'vitest';
import { useAnsweringWorkers } from '../testing/answering-workers.ts';
import { ask } from '../testing/ask.ts';
import { answerGeneration } from './answer-generation.ts';
import { WordWriter } from './word-writer.ts';

const { database, queue, engine, createWorker, row } = await useAnsweringWorkers();

it('gives an answer back when its worker stops, and another worker goes on', async () => {
  const asked = await ask(database);
  const first = createWorker('first', ({ answers }, words) => {
    if (words === 2) answers.releaseAll();
  });
  await answerGeneration(first.parts, { generationId: asked.generationId, epoch: 1 });
  expect(await queue.depth()).toBe(1);
  expect(await row(asked)).toMatchObject({ state: 'queued', epoch: 1, workerId: null });
  expect(first.parts.answers.size).toBe(0);
  const before = await readProgress(database, asked.generationId);
  expect(before.text).not.toBe('');

  const second = createWorker('second');
  const generate = vi.spyOn(engine, 'generate');
  await answerGeneration(second.parts, { generationId: asked.generationId, epoch: 2 });
  // The customer is in the middle of reading.
  expect(generate).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ priority: -1 }));
  generate.mockRestore();
  expect(await row(asked)).toMatchObject({ state: 'done', epoch: 2, workerId: 'second' });
  const { text } = await database.message.findUniqueOrThrow({ where: { generationId: asked.generationId } });
  expect(text.startsWith(before.text)).toBe(true);
  const words = [...first.notices, ...second.notices].filter((notice) => notice.kind === 'words');
  expect(words.map((notice) => notice.text).join('')).toBe(text);
  expect(second.notices.at(-1)).toMatchObject({ kind: 'event', conversationId: asked.conversationId });
}, 60_000);

const worded = ['plain', 'phrase'] as const;
it.each(worded)(
  'counts the prompt of an answer to which another worker has nothing to add: %s',
  async (answerMode) => {
    const asked = await ask(database, { answerMode });
    const { generationId } = asked;
    const first = createWorker('first', ({ answers }, words) => {
      if (words === 1) answers.releaseAll();
    });
    await answerGeneration(first.parts, { generationId, epoch: 1 });
    const { tokenIds } = await readProgress(database, generationId);
    const { parts } = createWorker('second');
    // They are all that there was room for.
    const prepareInput: typeof parts.prepareInput = async (claim) => {
      const prepared = await parts.prepareInput(claim);
      return { ...prepared, input: { ...prepared.input, maxTokens: tokenIds.length } };
    };
    await answerGeneration({ ...parts, prepareInput }, { generationId, epoch: 2 });
    const { promptIds } = await database.generationInput.findUniqueOrThrow({ where: { generationId } });
    const counts = { promptTokens: promptIds.length, generatedTokens: tokenIds.length };
    expect(await row(asked)).toMatchObject({ state: 'done', workerId: 'second', finishReason: 'length', ...counts });
  },
  60_000,
);

it('an answer that its worker had no words for yet is as urgent when another one takes it', async () => {
  const { parts } = createWorker('second');
  const generate = vi.spyOn(engine, 'generate');
  for (const isTaken of [false, true]) {
    const { generationId } = await ask(database);
    if (isTaken) await claimGeneration(database, { generationId, workerId: 'gone', leaseMs: -1 });
    await answerGeneration(parts, { generationId, epoch: 1 });
  }
  expect(generate.mock.calls.map(([{ priority }]) => priority)).toEqual([0, -1]);
  generate.mockRestore();
}, 60_000);

it('reads the prompt while what it is made of is stored, and stores no word before', async () => {
  const asked = await ask(database);
  const { generationId } = asked;
  const { parts, notices } = createWorker('w');
  let answering: Promise<void> | undefined;
  await database.$transaction(
    async (transaction) => {
      await transaction.$executeRaw`LOCK TABLE generation_input IN EXCLUSIVE MODE`;
      const { blocks } = engine.stats().prefix;
      answering = answerGeneration(parts, { generationId, epoch: 1 });
      // The engine has read it, and keeps what it read.
      await vi.waitFor(() => expect(engine.stats().prefix.blocks).toBeGreaterThan(blocks), 20_000);
      expect(notices).toEqual([]);
      expect(await readProgress(database, generationId)).toEqual({ tokenIds: [], text: '' });
    },
    { timeout: 30_000 },
  );
  await answering;
  expect(await row(asked)).toMatchObject({ state: 'done' });
  expect(notices.filter(({ kind }) => kind === 'words')).not.toEqual([]);
}, 60_000);

it('gives an answer without knowledge a fixed length, where one is set', async () => {
  const asked = await ask(database);
  const { parts } = createWorker('w');
  await answerGeneration({ ...parts, plainTokens: 150 }, { generationId: asked.generationId, epoch: 1 });
  expect(await row(asked)).toMatchObject({ state: 'done', generatedTokens: 150, finishReason: 'length' });
});

it('an answer that a stop string has ended is whole, also where there was no room for more behind it', async () => {
  const asked = await ask(database, { answerMode: 'phrase' });
  const { parts } = createWorker('w');
  const ids = parts.tokenizer.encodeText('The answer is 30\nUser: and');
  // They come in one step, and were all that there was room for.
  const generate = vi.spyOn(engine, 'generate').mockImplementationOnce(async function* () {
    yield { firstToken: 0, ids };
    const counts = { promptTokens: 9, cachedTokens: 0, savedMs: 0, forcedTokens: 0, prefillMs: 1, decodeMs: 1 };
    return { ...counts, finishReason: 'length', generatedTokens: ids.length };
  });
  await answerGeneration(parts, { generationId: asked.generationId, epoch: 1 });
  generate.mockRestore();
  expect(await row(asked)).toMatchObject({ state: 'done', finishReason: 'stop' });
  const { text } = await database.message.findUniqueOrThrow({ where: { generationId: asked.generationId } });
  expect(text).toBe('The answer is 30');
}, 60_000);

it('has free wording sampled as the site says, and never lets an answer take more than half of the room', async () => {
  const inputFor = async (sampling: object) => {
    const { siteId, generationId } = await ask(database);
    await database.site.update({ where: { id: siteId }, data: { sampling } });
    await answerGeneration(createWorker('w').parts, { generationId, epoch: 1 });
    return database.generationInput.findUniqueOrThrow({ where: { generationId } });
  };
  expect(await inputFor({ temperature: 1.2, maxTokens: 64 })).toMatchObject({
    temperature: 1.2,
    topP: 0.9,
    maxTokens: 64,
  });
  // What no version of ours would store counts for nothing.
  expect(await inputFor({ temperature: 90 })).toMatchObject({ temperature: 0.2 });
  const { maxTokens } = await inputFor({ maxTokens: 600 });
  expect(maxTokens).toBe(Math.min(600, engine.capacityTokens / 2));
}, 60_000);

it('stops at once, and writes nothing more, when somebody else has claimed its answer', async () => {
  const asked = await ask(database);
  const { generationId } = asked;
  const waiting = await queue.depth();
  let taken: Promise<unknown> | undefined;
  const late = createWorker('late', (_, words) => {
    if (words !== 1) return;
    taken = database.generation
      .update({ where: { id: generationId }, data: { leaseUntil: new Date(0) } })
      .then(() => claimGeneration(database, { generationId, workerId: 'other', leaseMs: 60_000 }));
  });
  await answerGeneration(late.parts, { generationId, epoch: 1 });
  await taken;
  expect(await row(asked)).toMatchObject({ state: 'running', epoch: 2, workerId: 'other' });
  const { text } = await readProgress(database, generationId);
  const told = late.notices.map((notice) => (notice.kind === 'words' ? notice.text : 'an event')).join('');
  expect(told).toBe(text);
  expect(await queue.depth()).toBe(waiting);
}, 60_000);

it('leaves a generation alone that somebody else holds', async () => {
  const asked = await ask(database);
  await claimGeneration(database, { ...asked, workerId: 'other', leaseMs: 60_000 });
  const worker = createWorker('late');
  await answerGeneration(worker.parts, { generationId: asked.generationId, epoch: 1 });
  expect(worker.notices).toEqual([]);
  expect(await row(asked)).toMatchObject({ state: 'running', epoch: 1, workerId: 'other' });
}, 60_000);

it('stores again what could not be stored, and leaves the answer to the next claim when that does not help', async () => {
  const asked = await ask(database);
  const broken = createDatabase({ url: 'postgresql://nobody@127.0.0.1:1/nothing' });
  const worker = createWorker('w');
  const onRetry = vi.fn();
  const writer = new WordWriter({
    ...{ database: broken, workerId: 'w', publisher: worker.parts.publisher, onRetry, onStored: () => {} },
  });
  await answerGeneration({ ...worker.parts, writer }, { generationId: asked.generationId, epoch: 1 });
  expect(onRetry).toHaveBeenCalledTimes(3);
  expect(worker.notices).toEqual([]);
  expect(await row(asked)).toMatchObject({ state: 'running', epoch: 1 });
  await database.generation.update({ where: { id: asked.generationId }, data: { leaseUntil: new Date(0) } });
  await answerGeneration(createWorker('next').parts, { generationId: asked.generationId, epoch: 2 });
  expect(await row(asked)).toMatchObject({ state: 'done', epoch: 2 });
}, 60_000);

it('gives an answer back whose run has failed, once, after the engine was tried', async () => {
  const asked = await ask(database);
  const { generationId } = asked;
  const { parts, notices } = createWorker('w');
  const before = await queue.depth();
  const tryEngine = vi.fn(async () => {});
  const failure = new EngineError('native_failure', 'RunWithBinding: out of memory');
  const generate = vi.spyOn(engine, 'generate').mockImplementation(() => {
    throw failure;
  });
  await answerGeneration({ ...parts, tryEngine }, { generationId, epoch: 1 });
  expect(await queue.depth()).toBe(before + 1);
  expect(await row(asked)).toMatchObject({ state: 'queued', epoch: 1, workerId: null });
  expect(notices).toEqual([]);

  await answerGeneration({ ...parts, tryEngine }, { generationId, epoch: 2 });
  generate.mockRestore();
  expect(await queue.depth()).toBe(before + 1);
  expect(await row(asked)).toMatchObject({ state: 'failed', epoch: 2, errorCode: 'generation_failed' });
  expect(tryEngine).toHaveBeenCalledTimes(2);
}, 60_000);

it('frees the slot of an answer that fails between two steps', async () => {
  const asked = await ask(database);
  const { parts } = createWorker('w');
  vi.spyOn(parts.writer, 'write').mockImplementation(() => {
    throw new Error('a bug');
  });
  // Nothing but its worker would end it before it has said a lot.
  const { generate } = engine;
  const generating = vi.spyOn(engine, 'generate').mockImplementation((request) => {
    return generate.call(engine, { ...request, stopIds: [], maxTokens: engine.capacityTokens });
  });
  await answerGeneration(parts, { generationId: asked.generationId, epoch: 1 });
  generating.mockRestore();
  expect(await row(asked)).toMatchObject({ state: 'failed', errorCode: 'generation_failed' });
  expect(engine.stats()).toMatchObject({ running: 0, waiting: 0 });
}, 60_000);

it('begins no answer that it claims after it has given all back: a job waited for a free place meanwhile', async () => {
  const asked = await ask(database);
  const { parts } = createWorker('stopping');
  const before = await queue.depth();
  parts.answers.releaseAll();
  const generate = vi.spyOn(engine, 'generate');
  await answerGeneration(parts, { generationId: asked.generationId, epoch: 1 });
  expect(generate).not.toHaveBeenCalled();
  generate.mockRestore();
  expect(await queue.depth()).toBe(before + 1);
  expect(await row(asked)).toMatchObject({ state: 'queued', epoch: 1, workerId: null });
  expect(parts.answers.size).toBe(0);
});
