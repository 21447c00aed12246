import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { answerFromCache } from '../generations/answer-cache.ts';
import { readReceipts } from '../generations/answer-receipts.ts';
import { answerWaitingFromCache, finishGeneration } from '../generations/generation-endings.ts';
import { readGenerationInput, storeGenerationInput } from '../generations/generation-inputs.ts';
import { type ClaimedGeneration, claimGeneration } from '../generations/generations.ts';
import { publishPromptVersion } from '../generations/prompt-versions.ts';
import { acceptTogether, type NewMessage } from '../messages/messages.ts';
import { operator } from '../team/audit.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { acceptMessage, testMessage } from '../testing/test-messages.ts';
import { newSite } from '../testing/test-site.ts';
import { createVisitor } from '../visitors/visitors.ts';
import { editApprovedAnswer } from './approved-answers.ts';
import { forgetGonePassages } from './forget-passages.ts';
import { removeDocument, removeSource } from './knowledge-changes.ts';
import { removeGoneDocuments, storeDocument, storeDocumentError } from './knowledge-documents.ts';
import {
  type ClaimedImport,
  claimImport,
  createKnowledgeSource,
  endImport,
  longTransaction,
  requestImport,
} from './knowledge-sources.ts';

const database = useTestDatabase({ maxConnections: 10 });
let siteId: string;
let claim: ClaimedImport;
/** Of the two passages of a page. */
let returns: string;
let shipping: string;

beforeEach(async () => {
  siteId = await newSite(database);
  await publishPromptVersion(database, { siteId, systemPrompt: 'A shop.' });
  claim = await claimed(
    await createKnowledgeSource(database, { siteId, kind: 'site', name: '', address: 'https://x/' }),
  );
  await store({ added: [passage('Returns are free.'), passage('We ship to Spain.')] });
  const rows = await database.passage.findMany({ where: { siteId }, orderBy: { hash: 'asc' } });
  [returns, shipping] = rows.map(({ id }) => id) as [string, string];
});

async function claimed(job: Parameters<typeof claimImport>[1]): Promise<ClaimedImport> {
  const made = await claimImport(database, job);
  if (!made) throw new Error('not claimed');
  return made;
}
const passage = (sentence: string) => ({
  ...{ position: 0, titlePath: [], sentences: [sentence], link: null, hash: sentence, vectors: [] },
});
const store = (changes: Partial<Parameters<typeof storeDocument>[2]>) =>
  storeDocument(database, claim, {
    ...{ address: '/a', title: 'A', language: 'en', kept: [], added: [], removed: [], embeddingHash: 'm' },
    ...changes,
  });

async function question(cacheQuestion: string | null = null): Promise<NewMessage> {
  const visitorId = await createVisitor(database, siteId);
  return testMessage({ siteId, visitorId, text: 'Returns?', cacheQuestion });
}
/** A question whose answer is made from both passages. */
async function begin(mode = 'quote', knowledgeVersion = 1): Promise<ClaimedGeneration> {
  const { generationId } = await acceptMessage(database, await question());
  const generation = await claimGeneration(database, { generationId, workerId: 'w', leaseMs: 60_000 });
  if (!generation) throw new Error('nothing to claim');
  const { publishedPromptVersionId } = await database.site.findUniqueOrThrow({ where: { id: siteId } });
  await storeGenerationInput(database, {
    ...{ generationId, siteId, promptVersionId: publishedPromptVersionId ?? '', modelHash: 'm', tokenizerHash: 't' },
    ...{ mode, temperature: 0, topP: 1, maxTokens: 10, seed: 1, promptIds: [1, 2, 3], knowledgeVersion },
    passageIds: [returns, shipping],
    grounding: {
      passages: [
        {
          id: returns,
          title: 'Returns',
          url: null,
          score: 0.9,
          sentences: [{ text: 'Returns are free.', score: 0.9 }],
        },
        { id: shipping, title: 'Shipping', url: null, score: 0.5, sentences: [{ text: 'We ship.', score: 0.5 }] },
      ],
    },
  });
  return generation;
}
/** Ends an answer that quotes the passage about returns. */
async function end(generation: ClaimedGeneration, keepFor: string | null = null): Promise<void> {
  const { generationId, epoch } = generation;
  await finishGeneration(database, generation, {
    ...{ finishReason: 'stop', keepFor: keepFor === null ? null : { question: keepFor, briefly: false } },
    lastChunk: { generationId, epoch, firstToken: 0, tokenIds: [1], position: 0, text: 'Returns are free.' },
    timings: { prefillMs: 1, firstTokenMs: 1, decodeMs: 1, promptTokens: 1, generatedTokens: 1 },
    record: {
      said: { kind: 'quote', leadInId: 'any', quotes: [{ passageId: returns, text: 'Returns are free.' }] },
      ...{ confidence: 0.9, branches: null, guarded: false, sources: [], handOver: null },
    },
  });
}
async function answered(mode?: string): Promise<ClaimedGeneration> {
  const generation = await begin(mode);
  await end(generation);
  return generation;
}
const isWaiting = async () => {
  const [row] = await database.$queryRaw<{ waiting: number }[]>`
    SELECT count(*)::int AS waiting FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return (row?.waiting ?? 0) > 0;
};
const input = ({ generationId }: { generationId: string }) => readGenerationInput(database, generationId);
const receipt = async (generation: ClaimedGeneration) =>
  (await readReceipts(database, { ...generation, generationIds: [generation.generationId] }))[generation.generationId];
const sentences = async (generation: { generationId: string }) => {
  const { grounding } = (await input(generation)) ?? {};
  return (grounding as unknown as { passages: { sentences: unknown[] }[] }).passages.map((one) => one.sentences.length);
};
const quoted = async ({ generationId: id }: { generationId: string }) => {
  const { said } = await database.generation.findUniqueOrThrow({ where: { id } });
  return (said as { quotes: unknown }).quotes;
};

it('an answer ends while the passages are stored that replace what it was made from', async () => {
  const generation = await begin();
  const added = passage('Returns cost 5 euros.');
  const { id: documentId } = await database.knowledgeDocument.findFirstOrThrow({ where: { siteId } });
  let storing: Promise<unknown> | undefined;
  await database
    .$transaction(async (other) => {
      // Whoever stores the same passage waits for this.
      await other.passage.create({ data: { ...added, siteId, documentId, vectors: null } });
      storing = store({ removed: [returns], added: [added] });
      await vi.waitFor(async () => expect(await isWaiting()).toBe(true), 5_000);
      expect(await Promise.race([end(generation).then(() => 'ended'), sleep(2_000, 'late')])).toBe('ended');
      throw new Error('undone');
    }, longTransaction)
    .catch((error: Error) => expect(error.message).toBe('undone'));
  expect(await storing).toBe('stored');
  expect(await sentences(generation)).toEqual([0, 1]);
});

it.each([
  ['its source', () => removeSource(database, operator, { siteId, sourceId: claim.sourceId })],
  [
    'its document',
    async () => {
      const { id } = await database.knowledgeDocument.findFirstOrThrow({ where: { siteId } });
      await removeDocument(database, operator, { siteId, documentId: id });
    },
  ],
  [
    'a page that is gone',
    async () => {
      await storeDocumentError(database, claim, { address: '/a', title: '', code: 'gone', message: '' });
      await removeGoneDocuments(database, claim, { addresses: ['/a'], unseenToo: false });
    },
  ],
  [
    'a page that the next import does not see',
    async () => {
      await endImport(database, claim, null);
      claim = await claimed(await requestImport(database, { siteId, sourceId: claim.sourceId }));
      await removeGoneDocuments(database, claim, { addresses: [], unseenToo: true });
    },
  ],
])('deleting %s leaves none of its text in what finished answers were made from', async (_what, remove) => {
  const generation = await answered();
  expect(await receipt(generation)).toMatchObject({ stale: false });
  await remove();
  expect(await database.passage.count({ where: { siteId } })).toBe(0);
  expect(await input(generation)).toMatchObject({ promptIds: [], purgedAt: expect.any(Date) });
  expect(await sentences(generation)).toEqual([0, 0]);
  expect(await quoted(generation)).toEqual([{ passageId: returns, text: '' }]);
  // Where the answer came from stays known.
  expect(await receipt(generation)).toMatchObject({
    stale: true,
    found: [{ id: returns, title: 'Returns', quoted: true }, { id: shipping }],
  });
});

it('an edited passage makes those answers out of date that quote it', async () => {
  const [generation, worded] = [await answered(), await answered('phrase')];
  await store({ removed: [shipping], added: [passage('We ship to Portugal.')] });
  expect(await receipt(generation)).toMatchObject({ stale: false });
  // In free wording anything may have come from it.
  expect(await receipt(worded)).toMatchObject({ stale: true });
  expect(await sentences(generation)).toEqual([1, 0]);
  expect(await quoted(generation)).toEqual([{ passageId: returns, text: 'Returns are free.' }]);
  await store({ removed: [returns], added: [passage('Returns cost 5 euros.')] });
  expect(await receipt(generation)).toMatchObject({ stale: true });
});

it('an approved answer that is saved as it was makes none out of date', async () => {
  await endImport(database, claim, null);
  const written = { siteId, question: 'Returns?', normalForm: 'returns', answer: 'Returns are free.' };
  const { id: answerId } = await database.approvedAnswer.create({
    data: { ...written, sourceId: claim.sourceId, author: 'Ann' },
  });
  const generation = await answered();
  const save = (answer: string) => editApprovedAnswer(database, operator, { ...written, answerId, answer });
  expect(await save(written.answer)).toEqual({ answerId, job: null });
  expect(await receipt(generation)).toMatchObject({ stale: false });
  await save('Returns cost 5 euros.');
  expect(await receipt(generation)).toMatchObject({ stale: true });
});

it('an answer under way keeps what it is made from until its end', async () => {
  const generation = await begin();
  const other = await answered();
  await store({ removed: [returns], added: [passage('Returns cost 5 euros.')] });
  expect(await sentences(other)).toEqual([0, 1]);
  expect(await input(generation)).toMatchObject({ promptIds: [1, 2, 3], purgedAt: null });
  expect(await sentences(generation)).toEqual([1, 1]);
  await end(generation);
  expect(await input(generation)).toMatchObject({ promptIds: [], purgedAt: expect.any(Date) });
  expect(await sentences(generation)).toEqual([0, 1]);
  expect(await receipt(generation)).toMatchObject({ stale: true });
});

it('nothing else of an input can be changed, and nothing without a purge', async () => {
  const { generationId } = await answered();
  const change = (data: object) => database.generationInput.update({ where: { generationId }, data });
  await expect(change({ promptIds: [] })).rejects.toThrow();
  await expect(change({ mode: 'plain', purgedAt: new Date() })).rejects.toThrow();
  await change({ promptIds: [], purgedAt: new Date() });
});

describe('an answer that ends while the passages are being deleted that it was made from', () => {
  const remove = async () => void (await removeSource(database, operator, { siteId, sourceId: claim.sourceId }));
  const waits = () => vi.waitFor(async () => expect(await isWaiting()).toBe(true), 20_000);
  /** Ends an answer when a deletion has deleted its passages and can't commit yet. */
  async function endMeanwhile(generation: ClaimedGeneration, thenAlso: () => Promise<unknown>): Promise<void> {
    let removing = Promise.resolve();
    await database.$transaction(async (other) => {
      // The last that a deletion writes.
      await other.$queryRaw`SELECT id FROM site WHERE id = ${siteId}::uuid FOR NO KEY UPDATE`;
      removing = remove();
      removing.catch(() => {});
      await waits();
      await end(generation);
      expect(await database.passage.count({ where: { siteId } })).toBe(2);
      await thenAlso();
    }, longTransaction);
    return removing;
  }

  it('does not wait for that, and forgets them itself', async () => {
    const generation = await begin();
    await endMeanwhile(generation, async () => expect(await sentences(generation)).toEqual([0, 0]));
    expect(await database.passage.count({ where: { siteId } })).toBe(0);
    expect(await input(generation)).toMatchObject({ promptIds: [], purgedAt: expect.any(Date) });
    expect(await sentences(generation)).toEqual([0, 0]);
    expect(await receipt(generation)).toMatchObject({ stale: true });
  });

  it('has forgotten them too soon where the deletion fails, and nothing else is lost', async () => {
    const generation = await begin();
    const cut = () =>
      database.$queryRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await expect(endMeanwhile(generation, cut)).rejects.toThrow();
    expect(await database.passage.count({ where: { siteId } })).toBe(2);
    expect(await sentences(generation)).toEqual([0, 0]);
    const { generationId } = generation;
    expect(await database.message.findUnique({ where: { generationId } })).toMatchObject({ text: 'Returns are free.' });
  });

  it('forgets those that are deleted by then, and the deletion the others', async () => {
    const generation = await begin();
    let removing: Promise<void> | undefined;
    await database.$transaction(async (other) => {
      await other.$queryRaw`SELECT id FROM passage WHERE id = ${shipping}::uuid FOR KEY SHARE`;
      removing = remove();
      await waits();
      await end(generation);
    }, longTransaction);
    await removing;
    expect(await sentences(generation)).toEqual([0, 0]);
  });

  it('leaves them to the deletion where that comes a moment later', async () => {
    const generation = await begin();
    const { generationId } = generation;
    let removing: Promise<void> | undefined;
    await database.$transaction(async (ending) => {
      await ending.generation.update({
        where: { id: generationId },
        data: { state: 'done', finishReason: 'stop', leaseUntil: null, finishedAt: new Date() },
      });
      await forgetGonePassages(ending, generation);
      removing = remove();
      await waits();
    }, longTransaction);
    await removing;
    expect(await sentences(generation)).toEqual([0, 0]);
  });
});

it('a deletion and an end at the same moment leave nothing behind', async () => {
  for (let round = 0; round < 5; round += 1) {
    const generation = await begin();
    const remove = store({ removed: [returns], added: [passage(`Returns, version ${round}.`)] });
    await Promise.all([end(generation), remove]);
    expect(await sentences(generation)).toEqual([0, 1]);
    const replaced = await database.passage.findFirstOrThrow({ where: { siteId, hash: { startsWith: 'Returns, v' } } });
    returns = replaced.id;
  }
});

describe('a kept answer', () => {
  /** Keeps an answer that was made from both passages. */
  async function keep(): Promise<void> {
    const { knowledgeVersion } = await database.site.findUniqueOrThrow({ where: { id: siteId } });
    await end(await begin('quote', knowledgeVersion), 'returns');
    expect(await database.cachedAnswer.count({ where: { siteId } })).toBe(1);
  }
  const remove = async () => void (await removeSource(database, operator, { siteId, sourceId: claim.sourceId }));

  it('is given to nobody while the passages that it was made from are being deleted', async () => {
    await keep();
    const waits = await acceptMessage(database, await question());
    let removing: Promise<void> | undefined;
    const [asked, landed] = await database.$transaction(async (other) => {
      // The last that a deletion writes.
      await other.$queryRaw`SELECT id FROM site WHERE id = ${siteId}::uuid FOR NO KEY UPDATE`;
      removing = remove();
      await vi.waitFor(async () => expect(await isWaiting()).toBe(true), 5_000);
      return Promise.all([
        acceptMessage(database, await question('returns')),
        answerWaitingFromCache(database, { ...waits, siteId, question: 'returns' }),
      ]);
    }, longTransaction);
    await removing;
    expect([asked.cache, landed]).toEqual(['miss', null]);
  });

  it('that is being given when they are deleted leaves nothing of them behind', async () => {
    await keep();
    const waits = await acceptMessage(database, await question());
    const messages = [await question('returns')];
    let removing: Promise<void> | undefined;
    const given = await database.$transaction(async (transaction) => {
      const [asked] = await acceptTogether(transaction, messages);
      await answerFromCache(transaction, { ...waits, siteId, question: 'returns' });
      removing = remove();
      await Promise.race([removing, sleep(500)]);
      if (asked?.status !== 'fulfilled') throw asked?.reason;
      return asked.value;
    }, longTransaction);
    await removing;
    expect(given.cache).toBe('hit');
    for (const copy of [given, waits]) {
      expect(await input(copy)).toMatchObject({ promptIds: [], purgedAt: expect.any(Date) });
      expect(await sentences(copy)).toEqual([0, 0]);
    }
  });

  it('and a deletion at the same moment leave nothing behind', async () => {
    for (let round = 0; round < 5; round += 1) {
      await keep();
      const questions = await Promise.all(Array.from({ length: 8 }, () => question('returns')));
      const [asked] = await Promise.all([
        Promise.all(questions.map((one) => acceptMessage(database, one))),
        store({ removed: [returns], added: [passage(`Returns, version ${round}.`)] }),
      ]);
      const hits = asked.filter(({ cache }) => cache === 'hit');
      expect(await Promise.all(hits.map(sentences))).toEqual(hits.map(() => [0, 1]));
      const replaced = await database.passage.findFirstOrThrow({
        where: { siteId, hash: { startsWith: 'Returns, v' } },
      });
      returns = replaced.id;
    }
  });
});
