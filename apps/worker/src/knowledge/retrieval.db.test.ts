import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  beat,
  createKnowledgeSource,
  type Database,
  operator,
  readKnowledgeVersion,
  readSiteKnowledge,
  removeSource,
  removeWorker,
  storePassageVectors,
} from '@frontdesk/database';
import { newSite, useTestDatabase } from '@frontdesk/database/testing';
import { openDocumentReader } from '@frontdesk/knowledge';
import { lookUpResult } from '@frontdesk/protocol';
import { createLogger } from '@frontdesk/telemetry';
import { beforeEach, expect, it, vi } from 'vitest';
import { keepForAll } from '../../../../scripts/testing/keep.ts';
import { RunningAnswers } from '../answers/running-answer.ts';
import { createWordEmbedder } from '../testing/word-embedder.ts';
import { embedAnew, keepEmbeddedAnew } from './embed-anew.ts';
import { importKnowledge } from './import-knowledge.ts';
import { createLookUp } from './look-up.ts';
import { createPassageEmbedder } from './passage-embedder.ts';
import { createRetrieve } from './retrieval.ts';

const database = useTestDatabase();
const reader = keepForAll(openDocumentReader());
const embedder = createWordEmbedder();
let siteId: string;
beforeEach(async () => {
  siteId = await newSite(database);
});

/** Imports a Markdown file as the worker does. */
async function learn(content: string): Promise<string> {
  const source = { siteId, kind: 'file', name: 'help.md', format: 'markdown' } as const;
  const job = await createKnowledgeSource(database, {
    ...source,
    content: Uint8Array.from(new TextEncoder().encode(content)),
  });
  await importKnowledge(
    {
      database,
      embedder: createPassageEmbedder(embedder, new RunningAnswers()),
      countTokens: (text) => text.split(' ').length,
      openReader: () => ({ ...reader, close: async () => {} }),
      logger: createLogger({ name: 'test', level: 'fatal' }),
    },
    job,
  );
  return job.sourceId;
}

const version = async () => (await readKnowledgeVersion(database, siteId)) ?? 0;
const help = `# Help
## Returns
You can return an item within 30 days. Parcels are collected on Friday.
## Shipping
We ship plants to Spain.`;

it('finds what a site knows, with its titles and a score for each sentence, until it is deleted', async () => {
  const sourceId = await learn(help);
  const onLoaded = vi.fn();
  const onRetrieved = vi.fn();
  const retrieve = createRetrieve({ database, embedder, onLoaded, onRetrieved });
  const asked = { siteId, question: 'Can I retrun an item?', previousQuestion: undefined };

  const before = await version();
  const found = await retrieve({ ...asked, knowledgeVersion: before });
  expect(found).toMatchObject({
    asked: { question: 'Can I return an item?' },
    dependsOnPrevious: false,
    passages: [{ title: 'Help › Returns', url: null }, { title: 'Help › Shipping' }],
  });
  const [best] = found?.passages ?? [];
  expect(best?.sentences.map(({ text }) => text)).toEqual([
    'You can return an item within 30 days.',
    'Parcels are collected on Friday.',
  ]);
  expect(best?.sentences[0]?.score).toBeGreaterThan(best?.sentences[1]?.score ?? 1);
  await retrieve({ ...asked, knowledgeVersion: before });
  expect(onLoaded).toHaveBeenCalledTimes(1);
  expect(onLoaded).toHaveBeenCalledWith(expect.objectContaining({ siteId, passages: 2, unusable: 0 }));
  expect(onRetrieved).toHaveBeenCalledTimes(2);

  await removeSource(database, operator, { siteId, sourceId });
  // The version that was read before the deletion still has its index; what is gone is not found there either.
  expect(await retrieve({ ...asked, knowledgeVersion: before })).toMatchObject({ passages: [] });
  expect(await retrieve({ ...asked, knowledgeVersion: await version() })).toBeNull();
});

it.each([
  ['# Preise\nAlles steht im Kasten. Die Karte gilt ein Jahr.', 'Was kosten zwei Stück?', 'de'],
  ['# Precios\nLa cuenta de usuario es gratuita.', '¿Cuánto cuesta el envío?', 'es'],
  ['# Pasta\nAbbiamo la penna al pomodoro.', 'Avete la panna?', 'it'],
  ['# 时间\n周六几点开门。', '周日几点开门？', 'zh'],
])('reads words of other languages as they are written: %s', async (content, question, language) => {
  await learn(content);
  await database.site.update({ where: { id: siteId }, data: { languages: ['en', language] } });
  const retrieve = vi.fn(createRetrieve({ database, embedder }));
  await createLookUp(database, retrieve)({ siteId, question });
  expect(await retrieve.mock.results[0]?.value).toMatchObject({ asked: { question } });
});

it('searches vectors as they are stored, without rounding them once more', async () => {
  await learn('We ship plants to Spain.');
  const [passage] = (await readSiteKnowledge(database, { siteId, embeddingHash: embedder.hash })).passages;
  const [vector = new Float32Array()] = await embedder.embed(['ship'], 'question');
  // Of what fills its byte, as rounding makes it, nobody could tell how often it was rounded.
  const stored = { bytes: Int8Array.from(vector, (value) => (value > 0 ? 1 : 3)), step: 0.25 };
  await storePassageVectors(database, embedder.hash, [{ id: passage?.id ?? '', siteId, vectors: [stored, stored] }]);
  const asked = { siteId, knowledgeVersion: await version(), question: 'ship', previousQuestion: undefined };
  const found = await createRetrieve({ database, embedder })(asked);
  expect(found?.passages[0]?.sentences[0]?.score).toBe(0.25);
});

it('says of a question whether it was looked up with the one before it', async () => {
  await learn(help);
  const retrieve = createRetrieve({ database, embedder });
  const asked = { siteId, question: 'And to Spain?', previousQuestion: 'Do you ship plants?' };
  const found = await retrieve({ ...asked, knowledgeVersion: await version() });
  expect(found).toMatchObject({ dependsOnPrevious: true, passages: [{ title: 'Help › Shipping' }, expect.anything()] });
});

it('reads nothing for a site that never learned anything', async () => {
  const onLoaded = vi.fn();
  const retrieve = createRetrieve({ database, embedder, onLoaded });
  expect(await retrieve({ siteId, knowledgeVersion: 0, question: 'Hi', previousQuestion: undefined })).toBeNull();
  expect(onLoaded).not.toHaveBeenCalled();
});

it('says so when passages have vectors of another embedding model: then nothing is found, but the site is not without knowledge', async () => {
  await learn(help);
  const onLoaded = vi.fn();
  const retrieve = createRetrieve({ database, embedder: createWordEmbedder('another'), onLoaded });
  const knowledgeVersion = await version();
  const asked = { siteId, knowledgeVersion, question: 'Hi', previousQuestion: undefined };
  expect(await retrieve(asked)).toMatchObject({ passages: [], isUnread: true });
  // What the prompt has is found all the same.
  expect(await retrieve({ ...asked, prompt: 'Hi there.' })).toMatchObject({ passages: [{}], isUnread: true });
  expect(onLoaded).toHaveBeenCalledWith(expect.objectContaining({ passages: 0, unusable: 2 }));
});

it('finds everything again after a change of the embedding model', async () => {
  await learn(help);
  const before = await version();
  const other = createWordEmbedder('other words');
  const retrieve = createRetrieve({ database, embedder: other });
  const lookUp = async () =>
    retrieve({ siteId, knowledgeVersion: await version(), question: 'return an item', previousQuestion: undefined });
  expect(await lookUp()).toMatchObject({ passages: [] });

  const onSite = vi.fn();
  const onError = vi.fn();
  const { signal } = new AbortController();
  const passageEmbedder = createPassageEmbedder(other, new RunningAnswers());
  await embedAnew({ database, embedder: passageEmbedder, signal, onSite, onError });
  expect(onSite).toHaveBeenCalledWith({ siteId, passages: expect.any(Number) });
  expect(await version()).toBe(before + 1);
  expect((await lookUp())?.passages[0]?.sentences[0]?.text).toContain('return an item');

  onSite.mockClear();
  await embedAnew({ database, embedder: passageEmbedder, signal, onSite, onError });
  expect(onSite).not.toHaveBeenCalled();
  expect(onError).not.toHaveBeenCalled();
});

it('makes new vectors of what a worker of the model before imports meanwhile, which does not undo that', async () => {
  const [before, workerId] = [randomUUID(), randomUUID()];
  const alive = async (...ids: string[]) => {
    for (const id of ids)
      await beat(database, {
        ...{ workerId: id, state: 'ready', slots: 1, running: 0, tokensPerSecond: 0, modelHash: 'm', embeds: true },
      });
  };
  await alive(before, workerId);
  const former = createPassageEmbedder(embedder, new RunningAnswers());
  const other = createPassageEmbedder(createWordEmbedder('words of a fifth'), new RunningAnswers());
  let looks = 0;
  const stopping = new AbortController();
  const { signal } = stopping;
  const counting = new Proxy(database, {
    get(target, name) {
      if (name === '$queryRaw') looks += 1;
      return Reflect.get(target, name);
    },
  });
  const report = { onSite: vi.fn(), onError: vi.fn() };
  const shared = { signal, everyMs: 20, ...report };
  await embedAnew({ database, embedder: other, signal, ...report });
  const ended = [keepEmbeddedAnew({ database, embedder: other, workerId, ...shared })];
  try {
    await learn(help);
    const outdated = async () => {
      await alive(before, workerId);
      return database.passage.count({ where: { siteId, NOT: { embeddingHash: other.hash } } });
    };
    await expect.poll(outdated).toBe(0);
    ended.push(keepEmbeddedAnew({ database: counting, embedder: former, workerId: before, ...shared }));
    await expect.poll(() => looks).toBeGreaterThan(5);
    await expect.poll(outdated).toBe(0);
    const looked = looks;
    await expect.poll(() => looks).toBeGreaterThan(looked + 5);
    expect(await outdated()).toBe(0);
    expect(report.onError).not.toHaveBeenCalled();
  } finally {
    stopping.abort();
    await Promise.all(ended);
    await removeWorker(database, before);
    await removeWorker(database, workerId);
  }
});

it('of several workers one makes new vectors, the last that was started with an embedding model', async () => {
  await learn(help);
  const [first, second, without] = [randomUUID(), randomUUID(), randomUUID()];
  const state = { state: 'ready', slots: 1, running: 0, tokensPerSecond: 0, modelHash: 'm', embeds: true } as const;
  const stopping = new AbortController();
  const { signal } = stopping;
  const shared = { database, signal, everyMs: 20, onSite: vi.fn(), onError: vi.fn() };
  const other = createPassageEmbedder(createWordEmbedder('words of a sixth'), new RunningAnswers());
  const workers = [first, second].map((workerId) => {
    const embedPassages = vi.fn(other.embedPassages);
    return { workerId, embedPassages, embedder: { hash: other.hash, embedPassages } };
  });
  const [former, latter] = workers.map(({ embedPassages }) => embedPassages);
  await beat(database, { workerId: first, ...state });
  await beat(database, { workerId: second, ...state });
  await beat(database, { workerId: without, ...state, embeds: false });
  const ended = workers.map(({ workerId, embedder }) => keepEmbeddedAnew({ ...shared, workerId, embedder }));
  const outdated = () => database.passage.count({ where: { siteId, NOT: { embeddingHash: other.hash } } });
  try {
    await expect.poll(outdated).toBe(0);
    expect(former).not.toHaveBeenCalled();
    expect(latter).toHaveBeenCalled();
    // Who is gone leaves the rest to the one before.
    await removeWorker(database, second);
    await learn('# Saturdays\nWe are open on Saturday.');
    await beat(database, { workerId: first, ...state });
    await expect.poll(outdated).toBe(0);
    expect(former).toHaveBeenCalled();
    expect(shared.onError).not.toHaveBeenCalled();
  } finally {
    stopping.abort();
    await Promise.all(ended);
    for (const id of [first, without]) await removeWorker(database, id);
  }
});

it('goes on with the next site where one is deleted while its vectors are made', async () => {
  await learn('# Closing down\nAll must go.');
  const gone = siteId;
  siteId = await newSite(database);
  await learn(help);
  const other = createPassageEmbedder(createWordEmbedder('words of a seventh'), new RunningAnswers());
  const embedPassages: typeof other.embedPassages = async (passages) => {
    if (passages.some(({ title }) => title === 'Closing down')) await database.site.deleteMany({ where: { id: gone } });
    return other.embedPassages(passages);
  };
  const stopping = new AbortController();
  const { signal } = stopping;
  const onError = vi.fn(() => stopping.abort());
  const onSite = vi.fn();
  await embedAnew({
    ...{ database, embedder: { hash: other.hash, embedPassages }, signal, onSite, onError },
    pauseMs: 1,
  });
  expect(onError).not.toHaveBeenCalled();
  expect(await database.site.count({ where: { id: gone } })).toBe(0);
  expect(await database.passage.count({ where: { siteId, embeddingHash: other.hash } })).toBe(2);
});

it('goes on with new vectors where it was once the store is back', async () => {
  await learn(help);
  const before = await version();
  const onSite = vi.fn();
  const onError = vi.fn();
  const embedder = createPassageEmbedder(createWordEmbedder('words of a third'), new RunningAnswers());
  const { signal } = new AbortController();
  await embedAnew({ ...{ database: failingEveryOtherTime(), embedder, signal, onSite, onError }, pauseMs: 1 });
  expect(await database.passage.count({ where: { siteId, embeddingHash: embedder.hash } })).toBe(2);
  expect(onSite.mock.calls.filter(([site]) => site.siteId === siteId)).toEqual([[{ siteId, passages: 2 }]]);
  expect(await version()).toBe(before + 1);
  expect(onError).toHaveBeenCalledWith(new Error('the store is away'));
});

it('passes over a passage whose vectors can’t be made, and tries it again, more and more rarely', async () => {
  await learn(help);
  await learn('# Opening hours\nWe are open on Saturday.\n# Lost things\nWe keep them for a year.');
  const before = await version();
  const other = createPassageEmbedder(createWordEmbedder('words of a fourth'), new RunningAnswers());
  let isBroken = true;
  const embedPassages: typeof other.embedPassages = async (passages) => {
    if (isBroken && passages.some(({ title }) => title === 'Opening hours')) throw new Error('no vectors');
    return other.embedPassages(passages);
  };
  const onSite = vi.fn();
  const onError = vi.fn();
  const stopping = new AbortController();
  const embedder = { hash: other.hash, embedPassages };
  const ended = embedAnew({ database, embedder, signal: stopping.signal, onSite, onError, pauseMs: 1 });
  try {
    const outdated = () => database.passage.count({ where: { siteId, NOT: { embeddingHash: embedder.hash } } });
    await expect.poll(outdated).toBe(1);
    await expect.poll(version).toBe(before + 1);
    await sleep(500);
    // In its batch and alone, and each time it has waited twice as long as before.
    expect(onError.mock.calls.length).toBeLessThan(20);
    expect(onError).toHaveBeenCalledWith(new Error('no vectors'));
    // What is no news empties no cache.
    expect(await version()).toBe(before + 1);
    isBroken = false;
    await ended;
    expect(await outdated()).toBe(0);
    expect(await version()).toBe(before + 2);
  } finally {
    stopping.abort();
    await ended;
  }
});

/** The database, but that its first look for passages fails, the third, and so on: before a site and within it. */
function failingEveryOtherTime(): Database {
  const findMany = vi.fn(async (asked: object) => {
    if (findMany.mock.calls.length % 2 === 1) throw new Error('the store is away');
    return database.passage.findMany(asked);
  });
  const passage = { findMany, updateMany: database.passage.updateMany.bind(database.passage) };
  return new Proxy(database, { get: (target, name) => (name === 'passage' ? passage : Reflect.get(target, name)) });
}

it('looks through a prompt too, sentence by sentence', async () => {
  await learn(help);
  const retrieve = createRetrieve({ database, embedder });
  const asked = { siteId, knowledgeVersion: await version(), previousQuestion: undefined };
  const prompt = 'You help hikers.\n- Huts open in June. Dogs stay outside.';
  const dogs = await retrieve({ ...asked, prompt, question: 'May dogs stay outside?' });
  expect(dogs?.passages[0]).toMatchObject({ id: 'prompt-3', sentences: [{ text: 'Dogs stay outside.' }] });
  expect(dogs?.passages).toHaveLength(3);
  const returned = await retrieve({ ...asked, prompt, question: 'Can I return an item?' });
  expect(returned?.passages[0]).toMatchObject({ title: 'Help › Returns' });
  // What was found before is not looked for again.
  const question = 'Can I return an item?';
  const found = await retrieve({ ...asked, question });
  expect(await retrieve({ ...asked, prompt, question, found })).toEqual(returned);
  const inPrompt = await retrieve({ ...asked, prompt, question, found: null });
  expect(new Set(inPrompt?.passages.map(({ title }) => title))).toEqual(new Set(['Prompt']));
  // A site that knows nothing has the prompt all the same.
  const alone = { ...asked, knowledgeVersion: 0, prompt, question: 'When do huts open?' };
  expect((await retrieve(alone))?.passages[0]).toMatchObject({ id: 'prompt-2', title: 'Prompt', url: null });
});

it('looks up each of several things, in passages and prompt', async () => {
  await learn(help);
  const retrieve = createRetrieve({ database, embedder });
  const question = 'Can I return an item? And may dogs stay outside?';
  const asked = { siteId, knowledgeVersion: await version(), previousQuestion: undefined, question };
  const prompt = 'You help hikers.\n- Huts open in June. Dogs stay outside.';
  const inSite = await retrieve(asked);
  expect(inSite?.parts?.map((part) => [part.question, part.passages[0]?.title])).toEqual([
    ['Can I return an item?', 'Help › Returns'],
    ['may dogs stay outside?', expect.stringMatching(/^Help/)],
  ]);
  const both = await retrieve({ ...asked, prompt });
  expect(both?.parts?.map(({ passages }) => passages[0]?.title)).toEqual(['Help › Returns', 'Prompt']);
  for (const { passages } of both?.parts ?? []) expect(passages).toHaveLength(3);
  const { passages } = await createLookUp(database, retrieve)({ siteId, question });
  expect(passages[0]).toMatchObject({ title: 'Help › Returns' });
  expect(new Set(passages.map(({ id }) => id)).size).toBe(passages.length);
});

it('tells an agent what a question would find, at the newest version', async () => {
  const lookUp = createLookUp(database, createRetrieve({ database, embedder }));
  const question = 'Can I return an item?';
  expect(await lookUp({ siteId, question })).toEqual({ passages: [] });
  expect(await lookUp({ siteId: randomUUID(), question })).toEqual({ passages: [] });
  const sourceId = await learn(help);
  const { passages } = await lookUp({ siteId, question });
  expect(passages[0]).toMatchObject({ title: 'Help › Returns', url: null });
  expect(passages[0]?.sentences[0]).toMatchObject({ text: 'You can return an item within 30 days.' });
  expect(lookUpResult.safeParse({ passages }).success).toBe(true);
  await removeSource(database, operator, { siteId, sourceId });
  expect(await lookUp({ siteId, question })).toEqual({ passages: [] });
});
