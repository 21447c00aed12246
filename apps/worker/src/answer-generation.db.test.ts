import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultDecisionParameters, englishReplies, handOverIn, onlyFilesReply, tokenTexts } from '@frontdesk/answers';
import {
  type AnswerRecord,
  acceptMessage,
  claimGeneration,
  createDatabase,
  type Database,
  deleteKnowledgeDocument,
  type NewMessage,
  readProgress,
  releaseGeneration,
  storeChunks,
  timeOrderedId,
} from '@frontdesk/database';
import { createEngine, type Engine } from '@frontdesk/engine';
import type { PreparedModel } from '@frontdesk/models';
import { writeTinyModel } from '@frontdesk/models/testing';
import type { Notice } from '@frontdesk/protocol';
import {
  connectQueues,
  type GenerationQueue,
  type NoticePublisher,
  openGenerationQueue,
  openNoticePublisher,
  type QueueConnection,
} from '@frontdesk/queue';
import { createLogger } from '@frontdesk/telemetry';
import { loadTokenizer } from '@frontdesk/tokenizer';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type AnswererParts, answerGeneration } from './answer-generation.ts';
import { createComposeInput } from './compose-input.ts';
import { createPrepareInput } from './prepare-input.ts';
import { createRetrieve, noKnowledge, type Retrieve, type RetrievedPassage } from './retrieval.ts';
import { RunningAnswers } from './running-answer.ts';
import { type Asked, ask } from './testing/ask.ts';
import { createWordEmbedder } from './testing/word-embedder.ts';
import { TokenRate } from './token-rate.ts';
import { WordWriter } from './word-writer.ts';
import { createWorkerMetrics } from './worker-metrics.ts';

let database: Database;
let model: PreparedModel;
let engine: Engine;
let queues: QueueConnection;
let queue: GenerationQueue;
let publisher: NoticePublisher;

beforeAll(async () => {
  const databaseUrl = process.env.TEST_DATABASE_URL ?? '';
  database = createDatabase({ url: databaseUrl });
  const onError = (error: unknown) => {
    throw error;
  };
  queues = await connectQueues({ databaseUrl, onError });
  queue = await openGenerationQueue(queues);
  publisher = openNoticePublisher({ databaseUrl, onError });
  model = await writeTinyModel(await mkdtemp(join(tmpdir(), 'answer-test-')), { layers: 24 });
  engine = await createEngine({ modelPath: model.modelPath, architecture: model.manifest.architecture, threads: 1 });
}, 60_000);

afterAll(async () => {
  await engine.close();
  await publisher.close();
  await queue.close();
  await queues.close();
  await database.$disconnect();
  await rm(model.dir, { recursive: true });
});

/** A worker within this process. `onWords` is called whenever words are told, with the number of notices so far. */
function createWorker(
  workerId: string,
  onWords: (parts: AnswererParts, words: number) => void = () => {},
  retrieve: Retrieve = noKnowledge,
) {
  const { modelHash, tokenizerHash, eosTokenIds } = model.manifest;
  const notices: Notice[] = [];
  const watched: NoticePublisher = {
    ...publisher,
    publish: (...published) => {
      publisher.publish(...published);
      notices.push(...published);
      onWords(parts, notices.filter(({ kind }) => kind === 'words').length);
    },
  };
  const answers = new RunningAnswers();
  const tokenizer = loadTokenizer(model);
  const parts: AnswererParts = {
    keepsAnswers: true,
    ...{ database, publisher: watched, engine, tokenizer, workerId, answers, stopIds: eosTokenIds },
    // What the tiny model thinks of replies is noise.
    parameters: { ...defaultDecisionParameters, reply: { bias: -20, score: 0 } },
    giveBack: (job) => queue.enqueue(job),
    tokens: tokenTexts(model.manifest.architecture.vocabSize, (ids) => tokenizer.decode(ids)),
    writer: new WordWriter({ database, workerId, publisher: watched, onRetry: () => {}, onStored: () => {} }),
    prepareInput: createPrepareInput({
      ...{ database, modelHash, tokenizerHash },
      compose: createComposeInput({
        ...{ tokenizer, modelHash, tokenizerHash, retrieve },
        capacityTokens: engine.capacityTokens,
      }),
    }),
    metrics: createWorkerMetrics({ running: () => answers.size }),
    tokenRate: new TokenRate(),
    logger: createLogger({ name: 'test', level: 'silent' }),
  };
  return { parts, notices };
}

const row = ({ generationId }: Asked) => database.generation.findUniqueOrThrow({ where: { id: generationId } });

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
  // The customer is in the middle of reading: before those who wait for their first words.
  expect(generate).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ priority: -1 }));
  generate.mockRestore();
  expect(await row(asked)).toMatchObject({ state: 'done', epoch: 2, workerId: 'second' });
  const { text } = await database.message.findUniqueOrThrow({ where: { generationId: asked.generationId } });
  expect(text.startsWith(before.text)).toBe(true);
  const words = [...first.notices, ...second.notices].filter((notice) => notice.kind === 'words');
  expect(words.map((notice) => notice.text).join('')).toBe(text);
  expect(second.notices.at(-1)).toMatchObject({ kind: 'event', conversationId: asked.conversationId });
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

/** Gives a site two passages, and finds them whatever is asked. */
async function learn({ siteId }: Asked, scores = [0.9, 0.8]) {
  const facts = { Returns: 'Returns are free for 30 days.', Shipping: 'We ship to Spain.' };
  await database.site.updateMany({ where: { id: siteId, answerMode: 'plain' }, data: { answerMode: 'quote' } });
  const passages = Object.entries(facts).map(([title, text], index): RetrievedPassage => {
    const score = scores[index] ?? 0;
    return {
      ...{ id: randomUUID(), title, url: `https://fernway.example/${title}`, score },
      sentences: [{ text, score }],
    };
  });
  const source = await database.knowledgeSource.create({ data: { siteId, kind: 'site', name: 'Fernway' } });
  const document = await database.knowledgeDocument.create({
    data: { siteId, sourceId: source.id, address: '/', title: 'Help', epoch: 1 },
  });
  await database.passage.createMany({
    data: passages.map(({ id, title, url, sentences }, position) => ({
      ...{ id, siteId, documentId: document.id, position, titlePath: [title], link: url, hash: title },
      sentences: sentences.map(({ text }) => text),
    })),
  });
  const retrieve = vi.fn<Retrieve>(async () => ({ passages, dependsOnPrevious: false, kinds: null, embedding: null }));
  return { passages, retrieve, documentId: document.id };
}

it('passes a wish for a person on, whatever passages and model say', async () => {
  const asked = await ask(database, { text: 'Can I talk to a person about my return?' });
  const { retrieve } = await learn(asked);
  const { generationId } = asked;
  await answerGeneration(createWorker('w', undefined, retrieve).parts, { generationId, epoch: 1 });
  const { said } = await database.generation.findUniqueOrThrow({ where: { id: generationId } });
  expect(said).toMatchObject({ kind: 'reply', replyKind: 'person', handsOver: true });
}, 60_000);

it('has the kind of message decide where retrieval is sure of it', async () => {
  const asked = await ask(database, { text: 'Which planet is the largest one?' });
  const { passages, retrieve } = await learn(asked, [0.3, 0.2]);
  const kinds = { 'off-topic': 0.97, 'own-case': 0.02 };
  retrieve.mockResolvedValue({ passages, dependsOnPrevious: false, kinds, embedding: null });
  const { generationId } = asked;
  await answerGeneration(createWorker('w', undefined, retrieve).parts, { generationId, epoch: 1 });
  const { said } = await database.generation.findUniqueOrThrow({ where: { id: generationId } });
  expect(said).toMatchObject({ kind: 'reply', replyKind: 'off-topic' });
  const input = await database.generationInput.findUniqueOrThrow({ where: { generationId } });
  expect(input.grounding).toMatchObject({ manner: 'off-topic', ownCase: 0.02 });
}, 60_000);

it('quotes what a site knows, or says a reply of the list, and stores which', async () => {
  const asked = await ask(database, { text: 'How do I retrun an item?' });
  const { passages, retrieve } = await learn(asked);
  const read = { question: 'How do I return an item?', previousQuestion: undefined };
  retrieve.mockResolvedValue({ asked: read, passages, dependsOnPrevious: false, kinds: null, embedding: null });
  const { generationId, siteId } = asked;
  await answerGeneration(createWorker('w', undefined, retrieve).parts, { generationId, epoch: 1 });
  expect(retrieve).toHaveBeenCalledWith({
    siteId,
    ...{ knowledgeVersion: 0, prompt: null },
    question: 'How do I retrun an item?',
    previousQuestion: undefined,
  });
  const input = await database.generationInput.findUniqueOrThrow({ where: { generationId } });
  expect(input).toMatchObject({ mode: 'quote', temperature: 0, grounding: { siteName: 'Fernway', passages } });
  const prompt = loadTokenizer(model).decode(input.promptIds);
  expect(prompt).toContain(read.question);
  expect(prompt).toContain('What you know:\n- Returns are free for 30 days.\n- We ship to Spain.');

  const { said, confidence, state } = await row(asked);
  const { text } = await database.message.findUniqueOrThrow({ where: { generationId } });
  expect(state).toBe('done');
  expect(confidence).toBeGreaterThan(0);
  expect(said).toMatchObject({ branches: { answer: expect.any(Number), 'hand-over': expect.any(Number) } });
  const list = englishReplies('Fernway');
  const record = said as unknown as Exclude<AnswerRecord['said'], { kind: 'phrase' }>;
  if (record.kind === 'reply') {
    const reply = list.replies.find(({ id }) => id === record.replyId);
    expect(text).toBe(reply?.text);
  } else {
    const leadIn = list.leadIns.find(({ id }) => id === record.leadInId);
    expect(text).toBe([leadIn?.text, ...record.quotes.map((quote) => quote.text)].join(' '));
  }
}, 60_000);

it('names the passages that it quotes, once each', async () => {
  const asked = await ask(database);
  const { generationId } = asked;
  // So sure that the model's opinion does not matter.
  const { passages, retrieve } = await learn(asked, [0.9999, 0.9]);
  await answerGeneration(createWorker('w', undefined, retrieve).parts, { generationId, epoch: 1 });
  const { text, sources } = await database.message.findUniqueOrThrow({ where: { generationId } });
  const quoted = passages
    .filter(({ sentences: [sentence] }) => text.includes(sentence?.text ?? '-'))
    .map(({ id, title, url }) => ({ id, title, url }));
  expect(quoted.length).toBeGreaterThan(0);
  expect(sources).toHaveLength(quoted.length);
  expect(sources).toEqual(expect.arrayContaining(quoted));
}, 60_000);

it('words an answer from its prompt, and takes every number from there', async () => {
  const text = 'Can I return it after 45 days?';
  const asked = await ask(database, { text, answerMode: 'phrase' });
  const { generationId } = asked;
  const { passages, retrieve } = await learn(asked);
  await answerGeneration(createWorker('w', undefined, retrieve).parts, { generationId, epoch: 1 });
  const input = await database.generationInput.findUniqueOrThrow({ where: { generationId } });
  expect(input).toMatchObject({ mode: 'phrase', passageIds: passages.map(({ id }) => id) });
  const prompt = loadTokenizer(model).decode(input.promptIds);
  expect(prompt).toContain('- We ship to Spain.\n\nQuestion: Can I return it after 45 days?');
  expect(await row(asked)).toMatchObject({ state: 'done', confidence: null, said: { kind: 'phrase' } });
  const answer = await database.message.findUniqueOrThrow({ where: { generationId } });
  expect(answer.sources).toHaveLength(2);
  for (const number of answer.text.match(/\d+/g) ?? []) expect(prompt).toContain(number);
}, 60_000);

it('without an embedding model a site speaks from its prompt, guarded', async () => {
  const asked = await ask(database, { answerMode: 'quote' });
  const { generationId } = asked;
  await answerGeneration(createWorker('w').parts, { generationId, epoch: 1 });
  const input = await database.generationInput.findUniqueOrThrow({ where: { generationId } });
  expect(input).toMatchObject({ mode: 'phrase', passageIds: [], grounding: { passages: [] } });
  expect(loadTokenizer(model).decode(input.promptIds)).not.toContain('What you know');
  expect(await row(asked)).toMatchObject({ state: 'done', said: { kind: 'phrase' } });
}, 60_000);

it('quotes the prompt of a site that knows nothing yet, and names no source', async () => {
  const asked = await ask(database, { text: 'How long can I return it?', answerMode: 'quote' });
  const { generationId } = asked;
  const retrieve = createRetrieve({ database, embedder: createWordEmbedder() });
  await answerGeneration(createWorker('w', undefined, retrieve).parts, { generationId, epoch: 1 });
  const input = await database.generationInput.findUniqueOrThrow({ where: { generationId } });
  expect(input).toMatchObject({
    ...{ mode: 'quote', passageIds: [] },
    grounding: { passages: [{ title: 'Prompt', sentences: [{ text: 'Returns: you have 30 days.' }] }] },
  });
  expect(await database.message.findUniqueOrThrow({ where: { generationId } })).toMatchObject({ sources: null });
}, 60_000);

it('goes on with a quotation where another worker left it', async () => {
  const asked = await ask(database);
  const { generationId } = asked;
  const { passages, retrieve, documentId } = await learn(asked, [0.9, 0.1]);
  const { parts } = createWorker('first', undefined, retrieve);
  const claim = await claimGeneration(database, { generationId, workerId: 'first', leaseMs: 60_000 });
  if (!claim) throw new Error('not claimed');
  await (await parts.prepareInput(claim)).stored;
  const begun = 'Our information on that: Returns are';
  const tokenIds = parts.tokenizer.encodeText(begun);
  const chunk = { generationId, epoch: 1, firstToken: 0, tokenIds, position: 0, text: begun };
  await storeChunks(database, { workerId: 'first', chunks: [chunk] });
  await releaseGeneration(database, claim);
  // The answer goes on with what was stored, whatever the site knows by now.
  await deleteKnowledgeDocument(database, { siteId: asked.siteId, documentId });

  await answerGeneration(createWorker('second', undefined, retrieve).parts, { generationId, epoch: 2 });
  expect(retrieve).toHaveBeenCalledTimes(1);
  const { text } = await database.message.findUniqueOrThrow({ where: { generationId } });
  expect(text).toBe('Our information on that: Returns are free for 30 days.');
  expect(await row(asked)).toMatchObject({
    state: 'done',
    confidence: null,
    stale: true,
    said: { kind: 'quote', leadInId: 'our-information', quotes: [{ passageId: passages[0]?.id }] },
  });
}, 60_000);

it('hands over in the language of a question that the site does not answer in', async () => {
  const asked = await ask(database, { text: 'Wie lange dauert der Versand nach Spanien?' });
  const { generationId } = asked;
  await answerGeneration(createWorker('w', undefined, (await learn(asked)).retrieve).parts, { generationId, epoch: 1 });
  const { text } = await database.message.findUniqueOrThrow({ where: { generationId } });
  expect(text).toBe(handOverIn('de', 'Fernway').text);
  expect(await row(asked)).toMatchObject({ said: { kind: 'reply', replyId: 'language-de', handsOver: true } });
  const { conversationId } = asked;
  const events = await database.conversationEvent.findMany({ where: { conversationId }, orderBy: { seq: 'asc' } });
  expect(events).toMatchObject([
    { payload: { type: 'generation:done' } },
    { payload: { type: 'conversation:handed-over', reason: 'language' } },
  ]);
}, 60_000);

it.each<[string, { question?: string; isInOwnWords?: boolean }]>([
  ['punctre price', { question: 'puncture price' }],
  ['gift voucher', { isInOwnWords: true }],
])(
  'takes %j for the language of the site that is asked',
  async (text, { question = text, ...own }) => {
    const asked = await ask(database, { text });
    const { retrieve } = await learn(asked);
    const read: Retrieve = async (where) => {
      const found = await retrieve(where);
      return found && { ...found, asked: { question, previousQuestion: undefined }, ...own };
    };
    await answerGeneration(createWorker('w', undefined, read).parts, { generationId: asked.generationId, epoch: 1 });
    expect(await row(asked)).not.toMatchObject({ said: { replyId: expect.stringMatching('language') } });
  },
  60_000,
);

it.each(['quote', 'phrase', 'plain'] as const)(
  'says of files without a word that it reads none, and hands over: %s',
  async (answerMode) => {
    const asked = await ask(database, { text: '', answerMode });
    const { generationId, siteId, conversationId } = asked;
    const { retrieve } = await learn(asked);
    await answerGeneration(createWorker('w', undefined, retrieve).parts, { generationId, epoch: 1 });
    const { text } = await database.message.findUniqueOrThrow({ where: { generationId } });
    expect(text).toBe(onlyFilesReply('Fernway').text);
    const { state } = await database.conversation.findUniqueOrThrow({ where: { id: conversationId } });
    expect(state).toBe('waiting_for_person');
    // Nothing that a fact could answer.
    expect(await database.unansweredQuestion.count({ where: { siteId } })).toBe(0);
    expect(await database.cachedAnswer.count({ where: { siteId } })).toBe(0);
  },
  60_000,
);

it.each([
  { text: 'Can I talk to a person?', replyKind: 'person' },
  { text: 'Wie lange dauert der Versand nach Spanien?', replyKind: 'hand-over' },
  { text: '', replyKind: 'hand-over' },
])(
  'offers nobody where nobody is: "$text"',
  async ({ text: question, replyKind }) => {
    const asked = await ask(database, { text: question });
    const { generationId, siteId, conversationId } = asked;
    await database.site.update({ where: { id: siteId }, data: { teamSettings: { handOver: 'off' } } });
    await answerGeneration(createWorker('w', undefined, (await learn(asked)).retrieve).parts, {
      generationId,
      epoch: 1,
    });
    const { text } = await database.message.findUniqueOrThrow({ where: { generationId } });
    expect(text).not.toMatch(/team|someone|jemand/i);
    expect(await row(asked)).toMatchObject({ state: 'done', said: { kind: 'reply', replyKind } });
    const { state } = await database.conversation.findUniqueOrThrow({ where: { id: conversationId } });
    expect(state).toBe('bot');
  },
  60_000,
);

it("hands over in the site's own words", async () => {
  const asked = await ask(database, { text: 'Wie lange dauert der Versand nach Spanien?' });
  const { generationId, siteId } = asked;
  const replyTexts = { 'language-de': 'Das Team von {site} antwortet bald.' };
  await database.site.update({ where: { id: siteId }, data: { replyTexts } });
  await answerGeneration(createWorker('w', undefined, (await learn(asked)).retrieve).parts, { generationId, epoch: 1 });
  const { text } = await database.message.findUniqueOrThrow({ where: { generationId } });
  expect(text).toBe('Das Team von Fernway antwortet bald.');
}, 60_000);

it.each([
  { what: 'a quotation', text: 'How do I return an item?', kept: ['how do i return an item'] },
  { what: 'a hand-over', text: 'Can I talk to a person?', kept: [] },
  { what: 'what is about the customer’s own order', ownCase: 0.9, kept: [] },
  { what: 'free wording that is not guarded', answerMode: 'plain' as const, kept: [] },
  { what: 'anything where it is switched off', keepsAnswers: false, kept: [] },
])(
  'keeps $what for whoever asks the same: $kept',
  async ({ kept, text, ownCase = 0, ...options }) => {
    const { keepsAnswers = true, answerMode = 'quote' } = options;
    const asked = await ask(database, { answerMode, ...(text ? { text } : {}) });
    const { passages, retrieve } = await learn(asked, [0.9999, 0.9]);
    await database.site.update({ where: { id: asked.siteId }, data: { answerMode } });
    const kinds = { 'own-case': ownCase };
    retrieve.mockResolvedValue({ passages, dependsOnPrevious: false, kinds, embedding: null });
    const { parts } = createWorker('w', undefined, retrieve);
    await answerGeneration({ ...parts, keepsAnswers }, { generationId: asked.generationId, epoch: 1 });
    expect(await row(asked)).toMatchObject({ state: 'done' });
    const rows = await database.cachedAnswer.findMany({ where: { siteId: asked.siteId } });
    expect(rows.map(({ question }) => question)).toEqual(kept);
  },
  60_000,
);

it('does not keep what was said within a conversation', async () => {
  const asked = await ask(database, { answerMode: 'quote' });
  const { conversationId, siteId } = asked;
  const { visitorId } = await database.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  await database.message.create({
    data: { siteId, conversationId, visitorId, role: 'visitor', text: 'Hello', createdAt: new Date(0) },
  });
  const { retrieve } = await learn(asked, [0.9999, 0.9]);
  await answerGeneration(createWorker('w', undefined, retrieve).parts, {
    ...{ generationId: asked.generationId, epoch: 1 },
  });
  expect(await row(asked)).toMatchObject({ state: 'done', said: { kind: 'quote' } });
  expect(await database.cachedAnswer.count({ where: { siteId } })).toBe(0);
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

it('asks the answer cache once more for who has waited, and for nobody else', async () => {
  const asked = await ask(database, { answerMode: 'quote' });
  const { siteId, generationId } = asked;
  const { passages, retrieve } = await learn(asked, [0.9999, 0.9]);
  retrieve.mockResolvedValue({ passages, dependsOnPrevious: false, kinds: { 'own-case': 0 }, embedding: null });
  const { parts, notices } = createWorker('w', undefined, retrieve);
  await answerGeneration(parts, { generationId, epoch: 1 });
  expect(await database.cachedAnswer.count({ where: { siteId } })).toBe(1);
  const text = 'How do I return an item?';
  const waited = async (ms: number, fields: Partial<NewMessage> = {}) => {
    const stored = await acceptMessage(database, {
      ...{ siteId, visitorId: timeOrderedId(), newVisitor: true, clientMessageId: randomUUID(), text },
      ...{ receivedAt: new Date(Date.now() - ms), deadlineAt: new Date(Date.now() + 60_000), ...fields },
    });
    await answerGeneration(parts, { generationId: stored.generationId, epoch: 1 });
    return stored;
  };
  const late = await waited(5_000);
  expect(await row({ ...asked, ...late })).toMatchObject({ state: 'done', cachedFromId: generationId, workerId: null });
  expect((await row({ ...asked, ...late })).queueMs).toBeGreaterThan(4_000);
  expect(notices.at(-1)).toMatchObject({ kind: 'event', conversationId: late.conversationId });
  expect(parts.answers.size).toBe(0);
  const others = [
    await waited(0),
    await waited(5_000, { earlier: [{ role: 'visitor', text: 'Hello' }] }),
    await waited(5_000, { systemText: 'You sell shoes.' }),
  ];
  for (const other of others) {
    expect(await row({ ...asked, ...other })).toMatchObject({ state: 'done', cachedFromId: null, workerId: 'w' });
  }
}, 60_000);
