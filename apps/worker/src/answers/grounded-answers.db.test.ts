import { handOverIn, onlyFilesReply, orderReply, repliesIn } from '@frontdesk/answers';
import {
  type AnswerRecord,
  claimGeneration,
  listOpenQuestions,
  operator,
  publishPromptVersion,
  readReceipts,
  releaseGeneration,
  removeDocument,
  storeChunks,
  storeOrderAnswer,
} from '@frontdesk/database';
import type { Caution } from '@frontdesk/protocol';
import { loadTokenizer } from '@frontdesk/tokenizer';
import { expect, it } from 'vitest';
import { createRetrieve, type Retrieve, type RetrievedPassage } from '../knowledge/retrieval.ts';
import { useAnsweringWorkers } from '../testing/answering-workers.ts';
import { ask } from '../testing/ask.ts';
import { learn } from '../testing/learn.ts';
import { createWordEmbedder } from '../testing/word-embedder.ts';
import { answerGeneration } from './answer-generation.ts';

const { database, model, createWorker, row } = await useAnsweringWorkers();

const nothingBeside = { dependsOnPrevious: false, kinds: null, embedding: null };

/** As if each passage had been found for another part of the message. */
const partsOf = (passages: readonly RetrievedPassage[]) =>
  passages.map((passage, place) => ({ question: `part ${place}`, passages: [passage] }));

it('passes a wish for a person on, whatever passages and model say', async () => {
  const asked = await ask(database, { text: 'Can I talk to a person about my return?' });
  const { retrieve } = await learn(database, asked);
  const { generationId } = asked;
  await answerGeneration(createWorker('w', undefined, retrieve).parts, { generationId, epoch: 1 });
  const { said } = await database.generation.findUniqueOrThrow({ where: { id: generationId } });
  expect(said).toMatchObject({ kind: 'reply', replyKind: 'person', handsOver: true });
}, 60_000);

it.each<{ text: string; kinds: Record<string, number> | null; reason: string }>([
  { text: 'Can I talk to a person?', kinds: null, reason: 'person' },
  { text: 'This is unacceptable!', kinds: null, reason: 'anger' },
  { text: 'Smoke is coming out of the box', kinds: { emergency: 0.97 }, reason: 'person' },
])(
  'hands over in mode phrase too, and without knowledge: "$text"',
  async ({ text, kinds, reason }) => {
    const asked = await ask(database, { text, answerMode: 'phrase' });
    const { generationId, conversationId } = asked;
    const { passages, retrieve } = await learn(database, asked);
    retrieve.mockResolvedValue(kinds && { passages, dependsOnPrevious: false, kinds, embedding: null });
    await answerGeneration(createWorker('w', undefined, retrieve).parts, { generationId, epoch: 1 });
    expect(await row(asked)).toMatchObject({ state: 'done', said: { kind: 'reply', handsOver: true } });
    const { state } = await database.conversation.findUniqueOrThrow({ where: { id: conversationId } });
    expect(state).toBe('waiting_for_person');
    const events = await database.conversationEvent.findMany({ where: { conversationId }, orderBy: { seq: 'asc' } });
    expect(events.at(-1)).toMatchObject({ payload: { type: 'conversation:handed-over', reason } });
  },
  60_000,
);

it('has the kind of message decide where retrieval is sure of it', async () => {
  const asked = await ask(database, { text: 'Which planet is the largest one?' });
  const { passages, retrieve } = await learn(database, asked, [0.3, 0.2]);
  const kinds = { 'off-topic': 0.97, 'own-case': 0.02 };
  retrieve.mockResolvedValue({ passages, dependsOnPrevious: false, kinds, embedding: null });
  const { generationId } = asked;
  await answerGeneration(createWorker('w', undefined, retrieve).parts, { generationId, epoch: 1 });
  const { said } = await database.generation.findUniqueOrThrow({ where: { id: generationId } });
  expect(said).toMatchObject({ kind: 'reply', replyKind: 'off-topic' });
  const input = await database.generationInput.findUniqueOrThrow({ where: { generationId } });
  expect(input.grounding).toMatchObject({ manner: 'off-topic', ownCase: 0.02 });
}, 60_000);

it('counts the prompt of a reply that the model chooses only after its first words', async () => {
  // Both of these replies begin with "Could you".
  const asked = await ask(database, { text: 'asdf qwer' });
  const { passages, retrieve } = await learn(database, asked, [0.1, 0.1]);
  retrieve.mockResolvedValue({ passages, dependsOnPrevious: false, kinds: { unclear: 0.97 }, embedding: null });
  const { generationId } = asked;
  await answerGeneration(createWorker('w', undefined, retrieve).parts, { generationId, epoch: 1 });
  const { said, promptTokens } = await row(asked);
  expect(said).toMatchObject({ replyKind: 'unclear' });
  expect(promptTokens).toBeGreaterThan(20);
}, 60_000);

it('quotes what a site knows, or says a reply of the list, and stores which', async () => {
  const asked = await ask(database, { text: 'How do I retrun an item?' });
  // In doubt: the model is asked.
  const { passages, retrieve } = await learn(database, asked, [0.7, 0.6]);
  const read = { question: 'How do I return an item?', previousQuestion: undefined };
  retrieve.mockResolvedValue({ asked: read, passages, dependsOnPrevious: false, kinds: null, embedding: null });
  const { generationId, siteId } = asked;
  await answerGeneration(createWorker('w', undefined, retrieve).parts, { generationId, epoch: 1 });
  expect(retrieve).toHaveBeenCalledWith({
    siteId,
    ...{ knowledgeVersion: 0, prompt: null, language: 'en' },
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
  const list = repliesIn('en', 'Fernway');
  const record = said as unknown as Exclude<AnswerRecord['said'], { kind: 'phrase' }>;
  if (record.kind === 'reply') {
    const reply = list.replies.find(({ id }) => id === record.replyId);
    expect(text).toBe(reply?.text);
  } else {
    const leadIn = list.leadIns.find(({ id }) => id === record.leadInId);
    expect(text).toBe([leadIn?.text, ...record.quotes.map((quote) => quote.text)].join(' '));
  }
}, 60_000);

it('a careful site has the model asked where a forthcoming one is sure enough without', async () => {
  const saidBy = async (caution: Caution) => {
    const asked = await ask(database, { answerMode: 'quote' });
    const { retrieve } = await learn(database, asked, [0.75, 0.3]);
    await database.site.update({ where: { id: asked.siteId }, data: { caution } });
    await answerGeneration(createWorker('w', undefined, retrieve).parts, { ...asked, epoch: 1 });
    return (await row(asked)).said;
  };
  expect(await saidBy('careful')).toMatchObject({ branches: { answer: expect.any(Number) } });
  expect(await saidBy('forthcoming')).toMatchObject({ kind: 'quote', branches: null });
}, 60_000);

it('names the passages that it quotes, once each', async () => {
  const asked = await ask(database);
  const { generationId } = asked;
  // So sure that the model's opinion does not matter.
  const { passages, retrieve } = await learn(database, asked, [0.9999, 0.9]);
  await answerGeneration(createWorker('w', undefined, retrieve).parts, { generationId, epoch: 1 });
  const { text, sources } = await database.message.findUniqueOrThrow({ where: { generationId } });
  const quoted = passages
    .filter(({ sentences: [sentence] }) => text.includes(sentence?.text ?? '-'))
    .map(({ id, title, url }) => ({ id, title, url }));
  expect(quoted.length).toBeGreaterThan(0);
  expect(sources).toHaveLength(quoted.length);
  expect(sources).toEqual(expect.arrayContaining(quoted));
  // Nothing was left for it to choose: no prompt was read.
  expect(await row(asked)).toMatchObject({ promptTokens: 0, prefixTokens: 0, said: { kind: 'quote', branches: null } });
}, 60_000);

it('answers everything that a message asks, and names what each answer is from', async () => {
  const asked = await ask(database, { text: 'Are returns free? And do you ship to Spain?' });
  const { passages, retrieve } = await learn(database, asked, [0.97, 0.96]);
  retrieve.mockResolvedValue({ ...nothingBeside, passages, parts: partsOf(passages) });
  const { generationId, conversationId } = asked;
  await answerGeneration(createWorker('w', undefined, retrieve).parts, { generationId, epoch: 1 });
  const { text, sources } = await database.message.findUniqueOrThrow({ where: { generationId } });
  expect(text).toBe('Returns are free for 30 days. We ship to Spain.');
  expect(sources).toMatchObject(passages.map(({ id }) => ({ id })));
  expect((await row(asked)).said).toEqual({
    ...{ kind: 'quote', leadInId: null, branches: null },
    quotes: [
      { passageId: passages[0]?.id, text: 'Returns are free for 30 days.' },
      { passageId: passages[1]?.id, text: 'We ship to Spain.' },
    ],
  });
  const { state } = await database.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  expect(state).toBe('bot');
}, 60_000);

it('answers what is known of a message that asks several things, and wants a person for the rest', async () => {
  const question = 'Do you sell eels? And do you ship to Spain?';
  const asked = await ask(database, { text: question });
  const { passages, retrieve } = await learn(database, asked, [0.02, 0.97]);
  retrieve.mockResolvedValue({ ...nothingBeside, passages: [...passages].reverse(), parts: partsOf(passages) });
  const { generationId, conversationId } = asked;
  await answerGeneration(createWorker('w', undefined, retrieve).parts, { generationId, epoch: 1 });
  const { text, sources } = await database.message.findUniqueOrThrow({ where: { generationId } });
  expect(text).toMatch(/^We ship to Spain\. I don't have an answer to the rest\. Someone from the Fernway team /);
  expect(sources).toMatchObject([{ id: passages[1]?.id }]);
  expect(await row(asked)).toMatchObject({
    said: { kind: 'quote', quotes: [{ passageId: passages[1]?.id, text: 'We ship to Spain.' }], handsOver: true },
  });
  const { state } = await database.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  expect(state).toBe('waiting_for_person');
  // What is missing can be added as a fact.
  expect(await database.unansweredQuestion.findMany({ where: { siteId: asked.siteId } })).toMatchObject([
    { generationId },
  ]);
  expect(await database.cachedAnswer.count({ where: { siteId: asked.siteId } })).toBe(0);
}, 60_000);

it('words an answer from its prompt, and takes every number from there', async () => {
  const text = 'Can I return it after 45 days?';
  const asked = await ask(database, { text, answerMode: 'phrase' });
  const { generationId } = asked;
  const { passages, retrieve } = await learn(database, asked);
  await answerGeneration(createWorker('w', undefined, retrieve).parts, { generationId, epoch: 1 });
  const input = await database.generationInput.findUniqueOrThrow({ where: { generationId } });
  expect(input).toMatchObject({ mode: 'phrase', passageIds: passages.map(({ id }) => id) });
  const prompt = loadTokenizer(model).decode(input.promptIds);
  expect(prompt).toContain('- We ship to Spain.\n\nQuestion: Can I return it after 45 days?');
  expect(await row(asked)).toMatchObject({
    state: 'done',
    confidence: expect.closeTo(0.68, 1),
    said: { kind: 'phrase' },
  });
  const answer = await database.message.findUniqueOrThrow({ where: { generationId } });
  expect(answer.sources).toHaveLength(2);
  for (const number of answer.text.match(/\d+/g) ?? []) expect(prompt).toContain(number);
}, 60_000);

it('hands over in mode phrase where what was found hardly answers', async () => {
  const asked = await ask(database, { text: 'Do you sell eels?', answerMode: 'phrase' });
  const { generationId, conversationId } = asked;
  const { retrieve } = await learn(database, asked, [0.3, 0.2]);
  await answerGeneration(createWorker('w', undefined, retrieve).parts, { generationId, epoch: 1 });
  const { said, confidence } = await row(asked);
  expect(said).toMatchObject({ kind: 'reply', replyKind: 'hand-over', handsOver: true });
  expect(confidence).toBeGreaterThan(0);
  const { state } = await database.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  expect(state).toBe('waiting_for_person');
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
  // In doubt enough for the first worker to have asked the model: what it was told is not known any more.
  const { passages, retrieve, documentId } = await learn(database, asked, [0.7, 0.6]);
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
  await removeDocument(database, operator, { siteId: asked.siteId, documentId });

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

it('offers a person where it can’t go on as another worker began', async () => {
  const asked = await ask(database);
  const { generationId } = asked;
  const { retrieve } = await learn(database, asked, [0.9999, 0.6]);
  const { parts } = createWorker('first', undefined, retrieve);
  const claim = await claimGeneration(database, { generationId, workerId: 'first', leaseMs: 60_000 });
  if (!claim) throw new Error('not claimed');
  await (await parts.prepareInput(claim)).stored;
  // As of a version that says other sentences.
  const begun = 'Gladly: all returns';
  const tokenIds = parts.tokenizer.encodeText(begun);
  const chunk = { generationId, epoch: 1, firstToken: 0, tokenIds, position: 0, text: begun };
  await storeChunks(database, { workerId: 'first', chunks: [chunk] });
  await releaseGeneration(database, claim);
  await answerGeneration(createWorker('second', undefined, retrieve).parts, { generationId, epoch: 2 });
  const { text } = await database.message.findUniqueOrThrow({ where: { generationId } });
  expect(text).toMatch(/^Gladly: all returns.+Fernway team/);
  expect(await row(asked)).toMatchObject({ state: 'done' });
}, 60_000);

it('hands over in the language of a question that the site does not answer in', async () => {
  const asked = await ask(database, { text: 'Wie lange dauert der Versand nach Spanien?' });
  const { generationId } = asked;
  await answerGeneration(createWorker('w', undefined, (await learn(database, asked)).retrieve).parts, {
    generationId,
    epoch: 1,
  });
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

it('calls a person on a wish in whatever language, where the site hands over on wishes alone', async () => {
  const asked = await ask(database, { text: 'quiero hablar con una persona' });
  const { generationId, siteId, conversationId } = asked;
  await database.site.update({ where: { id: siteId }, data: { teamSettings: { handOver: 'wish' } } });
  await answerGeneration(createWorker('w', undefined, (await learn(database, asked)).retrieve).parts, {
    generationId,
    epoch: 1,
  });
  expect(await row(asked)).toMatchObject({ said: { kind: 'reply', replyId: 'language-es' } });
  const { state } = await database.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  expect(state).toBe('waiting_for_person');
}, 60_000);

it('speaks the language of a question that the site answers in, also where it words freely', async () => {
  const text = 'Kann ich bitte mit einem Menschen sprechen?';
  for (const answerMode of ['quote', 'phrase'] as const) {
    const asked = await ask(database, { text, answerMode });
    const { generationId, siteId } = asked;
    const { retrieve } = await learn(database, asked);
    const replyTexts = { 'de/person-of-course': 'Gern! Das Team von {site} meldet sich.' };
    await database.site.update({ where: { id: siteId }, data: { languages: ['en', 'de'], replyTexts } });
    await answerGeneration(createWorker('w', undefined, retrieve).parts, { generationId, epoch: 1 });
    const input = await database.generationInput.findUniqueOrThrow({ where: { generationId } });
    expect(input.grounding).toMatchObject({ spoken: 'de', language: null, manner: 'person' });
    const { replyId } = (await row(asked)).said as unknown as { replyId: string };
    const { replies } = repliesIn('de', 'Fernway', replyTexts);
    const message = await database.message.findUniqueOrThrow({ where: { generationId } });
    expect(message.text).toBe(replies.find(({ id }) => id === replyId)?.text);
  }
}, 60_000);

it.each<[string, { question?: string; isInOwnWords?: boolean }]>([
  ['punctre price', { question: 'puncture price' }],
  ['gift voucher', { isInOwnWords: true }],
])(
  'takes %j for the language of the site that is asked',
  async (text, { question = text, ...own }) => {
    const asked = await ask(database, { text });
    const { retrieve } = await learn(database, asked);
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
    const { retrieve } = await learn(database, asked);
    await answerGeneration(createWorker('w', undefined, retrieve).parts, { generationId, epoch: 1 });
    const { text } = await database.message.findUniqueOrThrow({ where: { generationId } });
    expect(text).toBe(onlyFilesReply('en', 'Fernway').text);
    const { state } = await database.conversation.findUniqueOrThrow({ where: { id: conversationId } });
    expect(state).toBe('waiting_for_person');
    // Nothing that a fact could answer.
    expect(await database.unansweredQuestion.count({ where: { siteId } })).toBe(0);
    expect(await database.cachedAnswer.count({ where: { siteId } })).toBe(0);
  },
  60_000,
);

it.each(['quote', 'phrase'] as const)(
  'says what the site’s own server has said of an order, and keeps it for nobody: %s',
  async (answerMode) => {
    const said = 'Your order FE-20931 left us on 3 March.\nIt comes with DHL: https://shop.example/t?n=1&x=2';
    const asked = await askAboutOrder('FE-20931', { answerMode, answer: { outcome: 'found', text: said } });
    const { generationId, siteId, conversationId } = asked;
    const { retrieve } = await learn(database, asked);
    await answerGeneration(createWorker('w', undefined, retrieve).parts, { generationId, epoch: 1 });
    const { text } = await database.message.findUniqueOrThrow({ where: { generationId } });
    expect(text).toBe(said);
    expect(retrieve).not.toHaveBeenCalled();
    expect(await row(asked)).toMatchObject({ said: { kind: 'reply', replyId: 'order-found', handsOver: false } });
    const receipts = await readReceipts(database, { siteId, generationIds: [generationId] });
    expect(receipts[generationId]).toMatchObject({ fromServer: true, found: [] });
    const { state } = await database.conversation.findUniqueOrThrow({ where: { id: conversationId } });
    expect(state).toBe('bot');
    expect(await database.cachedAnswer.count({ where: { siteId } })).toBe(0);
  },
  60_000,
);

it('says all of what is longer than answers are, and hands over where the model has no room for it', async () => {
  const long = 'The next parcel of your order leaves on Monday. '.repeat(20).trim();
  // A thousand characters of which each takes several ids.
  const tooLong = '𒀀'.repeat(500);
  for (const [said, expected] of [
    [long, long],
    [tooLong, orderReply('order-failed', 'en', 'Fernway').text],
  ] as const) {
    const asked = await askAboutOrder('FE-20931', { answer: { outcome: 'found', text: said } });
    const { generationId, siteId } = asked;
    await answerGeneration(createWorker('w').parts, { generationId, epoch: 1 });
    expect(await database.message.findUniqueOrThrow({ where: { generationId } })).toMatchObject({ text: expected });
    // No fact would have answered.
    expect(await database.unansweredQuestion.count({ where: { siteId } })).toBe(0);
  }
}, 60_000);

it.each([
  [null, 'order-email'],
  ['customer-1', 'order-failed'],
])(
  'asks for the address of an order whoever is not signed in: %s',
  async (externalId, replyId) => {
    const asked = await askAboutOrder('Where is my order FE-20931?', { answer: null });
    const { generationId, siteId } = asked;
    await database.orderLookUp.update({ where: { siteId }, data: { asksEmail: true } });
    await database.visitor.updateMany({ where: { siteId }, data: { externalId } });
    await answerGeneration(createWorker('w').parts, { generationId, epoch: 1 });
    expect(await row(asked)).toMatchObject({ said: { replyId } });
  },
  60_000,
);

it('hands over where nobody could ask about an order', async () => {
  const asked = await askAboutOrder('Where is my order FE-20931?', { answer: null });
  const { generationId, siteId, conversationId } = asked;
  await answerGeneration(createWorker('w').parts, { generationId, epoch: 1 });
  expect(await row(asked)).toMatchObject({ said: { replyId: 'order-failed', handsOver: true } });
  const { state } = await database.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  expect(state).toBe('waiting_for_person');
  expect(await database.unansweredQuestion.count({ where: { siteId } })).toBe(0);
}, 60_000);

/** At a site that asks its own server about orders. */
async function askAboutOrder(
  text: string,
  {
    answerMode = 'quote',
    answer,
  }: { answerMode?: 'quote' | 'phrase'; answer: { outcome: 'found'; text: string } | null },
) {
  const asked = await ask(database, { text, answerMode });
  const { siteId, generationId } = asked;
  const look = {
    url: 'https://shop.example/orders',
    examples: ['FE-10423'],
    asksEmail: false,
    sealed: new Uint8Array(1),
  };
  await database.orderLookUp.create({ data: { siteId, ...look } });
  if (answer) await storeOrderAnswer(database, { generationId, answer: { ...answer, number: 'FE-20931' } });
  return asked;
}

it('hands over while passages wait for vectors, and takes nothing for unanswered', async () => {
  const asked = await ask(database, { answerMode: 'phrase' });
  const { generationId, siteId, conversationId } = asked;
  await learn(database, asked);
  await database.site.update({ where: { id: siteId }, data: { knowledgeVersion: 1 } });
  // Of other words than what is asked.
  await publishPromptVersion(database, { siteId, systemPrompt: 'Be kind.' });
  const retrieve = createRetrieve({ database, embedder: createWordEmbedder() });
  await answerGeneration(createWorker('w', undefined, retrieve).parts, { generationId, epoch: 1 });
  const { state } = await database.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  expect(state).toBe('waiting_for_person');
  expect(await listOpenQuestions(database, siteId)).toEqual([]);
}, 60_000);

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
    await answerGeneration(createWorker('w', undefined, (await learn(database, asked)).retrieve).parts, {
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
  await answerGeneration(createWorker('w', undefined, (await learn(database, asked)).retrieve).parts, {
    generationId,
    epoch: 1,
  });
  const { text } = await database.message.findUniqueOrThrow({ where: { generationId } });
  expect(text).toBe('Das Team von Fernway antwortet bald.');
}, 60_000);
