import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDatabase, type Database } from './client.ts';
import { readGenerationText, readProgress, storeChunks } from './generation-chunks.ts';
import { failGeneration, finishGeneration, type StageTimings } from './generation-endings.ts';
import { readGenerationInput, readPromptMaterial, storeGenerationInput } from './generation-inputs.ts';
import { expireOverdue, findLostJobs, requeueExpiredLeases } from './generation-sweep.ts';
import {
  type ClaimedGeneration,
  claimGeneration,
  endLeases,
  maxClaims,
  recordFirstText,
  releaseGeneration,
  renewLeases,
} from './generations.ts';
import { publishPromptVersion } from './prompt-versions.ts';
import { lookAtWorkers } from './worker-connections.ts';

const leaseMs = 60_000;
const timings: StageTimings = {
  prefillMs: 120,
  firstTokenMs: 10,
  decodeMs: 500,
  promptTokens: 30,
  generatedTokens: 4,
  prefixTokens: 16,
  prefixSavedMs: 40,
};
let database: Database;
let siteId: string;

beforeAll(async () => {
  database = createDatabase({ url: process.env.TEST_DATABASE_URL ?? '' });
  const site = await database.site.create({
    data: { key: randomUUID(), name: 'Test', greeting: 'Hi', colour: '#000000' },
  });
  siteId = site.id;
});

afterAll(() => database.$disconnect());

/** A visitor's question and the queued generation that answers it. */
async function ask({ deadlineInMs = 60_000 } = {}) {
  const visitor = await database.visitor.create({ data: { siteId } });
  const conversation = await database.conversation.create({ data: { siteId, visitorId: visitor.id } });
  const address = { siteId, conversationId: conversation.id };
  const question = await database.message.create({
    data: { ...address, visitorId: visitor.id, role: 'visitor', text: 'How do I return an item?' },
  });
  const generation = await database.generation.create({
    data: {
      ...address,
      questionMessageId: question.id,
      receivedAt: new Date(Date.now() - 100),
      deadlineAt: new Date(Date.now() + deadlineInMs),
    },
  });
  return { ...address, generationId: generation.id, visitorId: visitor.id, questionMessageId: question.id };
}

async function claim(generationId: string, workerId: string = randomUUID()): Promise<ClaimedGeneration> {
  const claimed = await claimGeneration(database, { generationId, workerId, leaseMs });
  if (!claimed) throw new Error('nothing to claim');
  return claimed;
}

const letLeaseRunOut = (generationId: string) =>
  database.generation.update({ where: { id: generationId }, data: { leaseUntil: new Date(Date.now() - 1) } });

const row = (generationId: string) => database.generation.findUniqueOrThrow({ where: { id: generationId } });

const chunk = (claimed: ClaimedGeneration, firstToken: number, position: number, text: string) => ({
  generationId: claimed.generationId,
  epoch: claimed.epoch,
  firstToken,
  tokenIds: [firstToken + 100],
  position,
  text,
});

describe('claimGeneration', () => {
  it('gives a generation to one of many workers that try at once', async () => {
    const { generationId } = await ask();
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        claimGeneration(database, { generationId, workerId: `worker-${index}`, leaseMs }),
      ),
    );
    const [winner, ...others] = claims.filter((claimed) => claimed !== null);
    expect(others).toEqual([]);
    expect(winner).toMatchObject({ generationId, siteId, epoch: 1 });
    expect(await row(generationId)).toMatchObject({ state: 'running', epoch: 1, workerId: winner?.workerId });
  });

  it('takes over when the lease has run out, with the next epoch and the first start kept', async () => {
    const { generationId } = await ask();
    await claim(generationId);
    const { startedAt } = await row(generationId);
    expect(await claimGeneration(database, { generationId, workerId: 'other', leaseMs })).toBeNull();
    await letLeaseRunOut(generationId);
    expect(await claim(generationId, 'other')).toMatchObject({ epoch: 2 });
    expect((await row(generationId)).startedAt).toEqual(startedAt);
  });

  it('refuses what is overdue, what has ended and what was claimed too often', async () => {
    const overdue = await ask({ deadlineInMs: -1 });
    expect(await claimGeneration(database, { ...overdue, workerId: 'w', leaseMs })).toBeNull();

    const often = await ask();
    for (let epoch = 1; epoch <= maxClaims; epoch += 1) {
      expect((await claim(often.generationId)).epoch).toBe(epoch);
      await letLeaseRunOut(often.generationId);
    }
    expect(await claimGeneration(database, { ...often, workerId: 'w', leaseMs })).toBeNull();
  });
});

describe('leases', () => {
  it('are renewed for all claims in one call, which names those that no longer hold', async () => {
    const [one, two] = await Promise.all([ask(), ask()]);
    const first = await claim(one.generationId, 'w1');
    const second = await claim(two.generationId, 'w1');
    await letLeaseRunOut(two.generationId);
    await claim(two.generationId, 'w2');
    const { leaseUntil } = await row(one.generationId);
    const lost = await renewLeases(database, { workerId: 'w1', claims: [first, second], leaseMs: 120_000 });
    expect(lost).toEqual([second]);
    expect((await row(one.generationId)).leaseUntil?.getTime()).toBeGreaterThan(leaseUntil?.getTime() ?? Infinity);
  });

  it('end with their workers, and nobody else’s do', async () => {
    // What other tests left behind.
    await requeueExpiredLeases(database);
    const [gone, other] = [randomUUID(), randomUUID()];
    const [one, two, three] = await Promise.all([ask(), ask(), ask()]);
    await claim(one.generationId, gone);
    const renewed = await claim(two.generationId, gone);
    await claim(three.generationId, other);
    expect((await lookAtWorkers(database)).leaseRanOut).toBe(false);
    expect(await endLeases(database, [gone])).toBe(2);
    expect(await endLeases(database, [gone])).toBe(0);
    expect((await lookAtWorkers(database)).leaseRanOut).toBe(true);
    // Alive all the same, and in time.
    expect(await renewLeases(database, { workerId: gone, claims: [renewed], leaseMs })).toEqual([]);
    const jobs = (await requeueExpiredLeases(database)).jobs.map(({ generationId }) => generationId);
    expect(jobs).toEqual([one.generationId]);
  });

  it('are given back by a worker that stops, once', async () => {
    const { generationId } = await ask();
    const claimed = await claim(generationId);
    expect(await releaseGeneration(database, claimed)).toBe(true);
    expect(await releaseGeneration(database, claimed)).toBe(false);
    expect(await claim(generationId)).toMatchObject({ epoch: 2 });
  });
});

describe('storeChunks', () => {
  it('stores the chunks of several generations and refuses those of an old epoch', async () => {
    const [one, two] = await Promise.all([ask(), ask()]);
    const first = await claim(one.generationId, 'w1');
    const late = await claim(two.generationId, 'w1');
    await letLeaseRunOut(two.generationId);
    await claim(two.generationId, 'w2');
    const lost = await storeChunks(database, {
      workerId: 'w1',
      chunks: [chunk(first, 0, 0, 'Return'), chunk(first, 1, 6, ' it'), chunk(late, 0, 0, 'late')],
    });
    expect(lost).toEqual([two.generationId]);
    expect(await readProgress(database, one.generationId)).toEqual({ tokenIds: [100, 101], text: 'Return it' });
    expect(await readProgress(database, two.generationId)).toEqual({ tokenIds: [], text: '' });
  });

  it('refuses the right epoch from the wrong worker, and what has ended', async () => {
    const { generationId } = await ask();
    const claimed = await claim(generationId, 'w1');
    expect(await storeChunks(database, { workerId: 'w2', chunks: [chunk(claimed, 0, 0, 'x')] })).toEqual([
      generationId,
    ]);
    await finishGeneration(database, claimed, { finishReason: 'stop', lastChunk: chunk(claimed, 0, 0, 'A'), timings });
    expect(await storeChunks(database, { workerId: 'w1', chunks: [chunk(claimed, 1, 1, 'x')] })).toEqual([
      generationId,
    ]);
    expect((await readProgress(database, generationId)).text).toBe('A');
  });

  it('may be repeated after a failure whose outcome is unknown', async () => {
    const { generationId } = await ask();
    const claimed = await claim(generationId, 'w1');
    const chunks = [chunk(claimed, 0, 0, 'once')];
    await storeChunks(database, { workerId: 'w1', chunks });
    expect(await storeChunks(database, { workerId: 'w1', chunks })).toEqual([]);
    expect((await readProgress(database, generationId)).text).toBe('once');
  });

  it('waits for a claim that is being made, and is then refused', async () => {
    const { generationId } = await ask();
    const late = await claim(generationId, 'w1');
    await letLeaseRunOut(generationId);
    let storing: Promise<string[]> | undefined;
    await database.$transaction(async (transaction) => {
      await claimGeneration(transaction, { generationId, workerId: 'w2', leaseMs });
      storing = storeChunks(database, { workerId: 'w1', chunks: [chunk(late, 0, 0, 'late')] });
      await waitUntilBlocked();
    });
    expect(await storing).toEqual([generationId]);
    expect((await readProgress(database, generationId)).text).toBe('');
  });

  it('keeps text of any script, and reads it from any UTF-16 offset', async () => {
    const { generationId } = await ask();
    const claimed = await claim(generationId, 'w1');
    const texts = ['Grüße 🌿', ' "quoted" \\ back', '\n日本'];
    let position = 0;
    const chunks = texts.map((text, index) => {
      const made = chunk(claimed, index, position, text);
      position += text.length;
      return made;
    });
    await storeChunks(database, { workerId: 'w1', chunks });
    const whole = texts.join('');
    for (const offset of [0, 1, texts[0]?.length ?? 0, 9, whole.length]) {
      expect(await readGenerationText(database, { siteId, generationId, position: offset })).toBe(whole.slice(offset));
    }
    expect(await readGenerationText(database, { siteId: randomUUID(), generationId })).toBe('');
  });
});

describe('endings', () => {
  it('finish with the joined texts as the message, the event and the timings', async () => {
    const asked = await ask();
    const claimed = await claim(asked.generationId, 'w1');
    await storeChunks(database, {
      workerId: 'w1',
      chunks: [chunk(claimed, 0, 0, 'You have '), chunk(claimed, 1, 9, '')],
    });
    await recordFirstText(database, claimed, { prefillMs: 90, firstTokenMs: 5, promptTokens: 30 });
    const ended = await finishGeneration(database, claimed, {
      finishReason: 'stop',
      lastChunk: chunk(claimed, 2, 9, '30 days.'),
      timings,
    });
    expect(ended).toEqual({ siteId, conversationId: asked.conversationId, generationId: asked.generationId, seq: 1 });
    const message = await database.message.findUniqueOrThrow({ where: { generationId: asked.generationId } });
    expect(message).toMatchObject({ role: 'assistant', text: 'You have 30 days.', visitorId: asked.visitorId });
    const event = await database.conversationEvent.findFirstOrThrow({
      where: { conversationId: asked.conversationId },
    });
    expect(event.payload).toMatchObject({ type: 'generation:done', message: { id: message.id, text: message.text } });
    const finished = await row(asked.generationId);
    expect(finished).toMatchObject({
      state: 'done',
      finishReason: 'stop',
      prefillMs: 90,
      firstTokenMs: 5,
      decodeMs: 500,
    });
    expect(finished.queueMs).toBeGreaterThanOrEqual(0);
  });

  it('change nothing when the claim no longer holds', async () => {
    const asked = await ask();
    const late = await claim(asked.generationId, 'w1');
    await letLeaseRunOut(asked.generationId);
    await claim(asked.generationId, 'w2');
    const end = { lastChunk: chunk(late, 0, 0, 'late'), timings };
    expect(await finishGeneration(database, late, { finishReason: 'stop', ...end })).toBeNull();
    expect(await failGeneration(database, late, { errorCode: 'generation_failed', ...end })).toBeNull();
    expect(await row(asked.generationId)).toMatchObject({ state: 'running', epoch: 2 });
    expect(await database.conversationEvent.count({ where: { conversationId: asked.conversationId } })).toBe(0);
  });

  it('keep what was shown when a generation fails', async () => {
    const asked = await ask();
    const claimed = await claim(asked.generationId, 'w1');
    await storeChunks(database, { workerId: 'w1', chunks: [chunk(claimed, 0, 0, 'Half an')] });
    await failGeneration(database, claimed, { errorCode: 'generation_failed', lastChunk: null, timings });
    const event = await database.conversationEvent.findFirstOrThrow({
      where: { conversationId: asked.conversationId },
    });
    expect(event.payload).toMatchObject({
      type: 'generation:ended',
      state: 'failed',
      error: { code: 'generation_failed' },
      message: { text: 'Half an' },
    });
  });
});

describe('the sweep', () => {
  it('requeues what lost its worker and ends what was claimed too often', async () => {
    const [lost, running, often] = await Promise.all([ask(), ask(), ask()]);
    await claim(lost.generationId);
    await letLeaseRunOut(lost.generationId);
    await claim(running.generationId);
    await database.generation.update({
      where: { id: often.generationId },
      data: { state: 'running', epoch: maxClaims, workerId: 'w', leaseUntil: new Date(Date.now() - 1) },
    });
    const { jobs, ended } = await requeueExpiredLeases(database);
    expect(jobs).toContainEqual({ generationId: lost.generationId, epoch: 2 });
    expect(jobs.map(({ generationId }) => generationId)).not.toContain(running.generationId);
    expect(await row(lost.generationId)).toMatchObject({ state: 'queued', epoch: 1, workerId: null });
    expect(ended).toContainEqual(expect.objectContaining({ generationId: often.generationId, seq: 1 }));
    expect(await row(often.generationId)).toMatchObject({ state: 'failed', errorCode: 'generation_failed' });
  });

  it('finds waiting generations whose job may be lost, and not again at once', async () => {
    const { generationId } = await ask();
    const young = await findLostJobs(database, { olderThanMs: 60_000 });
    expect(young.map((job) => job.generationId)).not.toContain(generationId);
    await database.generation.update({
      where: { id: generationId },
      data: { queuedAt: new Date(Date.now() - 61_000) },
    });
    expect(await findLostJobs(database, { olderThanMs: 60_000 })).toContainEqual({ generationId, epoch: 1, round: 0 });
    const again = await findLostJobs(database, { olderThanMs: 60_000 });
    expect(again.map((job) => job.generationId)).not.toContain(generationId);
  });

  it('keeps the round of what is queued again, unless it was begun', async () => {
    const [untouched, begun] = await Promise.all([ask(), ask()]);
    await releaseGeneration(database, await claim(begun.generationId));
    const ids = [untouched.generationId, begun.generationId];
    const queuedAt = new Date(Date.now() - 61_000);
    await database.generation.updateMany({ where: { id: { in: ids } }, data: { queuedAt, queueRound: 7 } });
    const jobs = await findLostJobs(database, { olderThanMs: 60_000 });
    expect(jobs).toContainEqual({ generationId: untouched.generationId, epoch: 1, round: 7 });
    expect(jobs).toContainEqual({ generationId: begun.generationId, epoch: 2, round: 0 });
  });

  it('expires what was not started by its deadline, and gives a begun answer more time', async () => {
    const [overdue, begun, early] = await Promise.all([ask({ deadlineInMs: -1 }), ask(), ask()]);
    const claimed = await claim(begun.generationId);
    await releaseGeneration(database, claimed);
    await database.generation.update({
      where: { id: begun.generationId },
      data: { deadlineAt: new Date(Date.now() - 1_000) },
    });
    const ended = (await expireOverdue(database)).map(({ generationId }) => generationId);
    expect(ended).toContain(overdue.generationId);
    expect(ended).not.toContain(begun.generationId);
    expect(ended).not.toContain(early.generationId);
    expect(await row(overdue.generationId)).toMatchObject({ state: 'expired', errorCode: 'generation_expired' });
    await database.generation.update({
      where: { id: begun.generationId },
      data: { deadlineAt: new Date(Date.now() - 3_600_000) },
    });
    expect(await expireOverdue(database, { generationId: begun.generationId })).toHaveLength(1);
    expect(await expireOverdue(database, { generationId: begun.generationId })).toEqual([]);
  });

  it('goes by the database’s clock: one process whose own is wrong ends nothing', async () => {
    const [waiting, often] = await Promise.all([ask(), ask()]);
    await database.generation.update({
      where: { id: often.generationId },
      data: { state: 'running', epoch: maxClaims, workerId: 'w', leaseUntil: new Date(Date.now() + leaseMs) },
    });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    const swept = (async () => [...(await expireOverdue(database)), ...(await requeueExpiredLeases(database)).ended])();
    const ended = (await swept.finally(() => vi.useRealTimers())).map(({ generationId }) => generationId);
    expect(ended).not.toContain(waiting.generationId);
    expect(ended).not.toContain(often.generationId);
    await database.generation.update({ where: { id: often.generationId }, data: { leaseUntil: new Date(0) } });
    expect((await requeueExpiredLeases(database)).ended).toHaveLength(1);
  });
});

describe('the generation input', () => {
  it('is stored once, by whoever is first, and never changed', async () => {
    const asked = await ask();
    const version = await publishPromptVersion(database, { siteId, systemPrompt: 'Returns: 30 days.' });
    const input = {
      generationId: asked.generationId,
      siteId,
      promptVersionId: version.id,
      modelHash: 'm',
      tokenizerHash: 't',
      mode: 'phrase',
      temperature: 0.2,
      topP: 0.9,
      maxTokens: 400,
      seed: 7,
      promptIds: [1, 2, 3],
      grounding: null,
      passageIds: [],
      knowledgeVersion: 0,
    };
    expect(await readGenerationInput(database, asked.generationId)).toBeNull();
    const stored = await Promise.all(
      [7, 8, 9].map((seed) => storeGenerationInput(database, { ...input, seed, promptIds: [seed] })),
    );
    expect(new Set(stored.map(({ seed }) => seed)).size).toBe(1);
    expect(stored[0]?.promptIds).toEqual([stored[0]?.seed]);
    const { generationId } = asked;
    await expect(database.generationInput.update({ where: { generationId }, data: { seed: 10 } })).rejects.toThrow();
    expect(await readGenerationInput(database, generationId)).toEqual(stored[0]);
  });

  it('is built from the newest published prompt and the conversation up to the question', async () => {
    const asked = await ask();
    await publishPromptVersion(database, { siteId, systemPrompt: 'old' });
    const version = await publishPromptVersion(database, { siteId, systemPrompt: 'new' });
    await database.message.create({
      data: {
        siteId,
        conversationId: asked.conversationId,
        visitorId: asked.visitorId,
        role: 'visitor',
        text: 'asked before',
        createdAt: new Date(Date.now() - 60_000),
      },
    });
    expect(await readPromptMaterial(database, asked)).toEqual({
      ...{
        siteName: 'Test',
        answerMode: 'quote',
        languages: ['en'],
        replyTexts: {},
        sampling: {},
        knowledgeVersion: 0,
        handsOver: true,
      },
      promptVersionId: version.id,
      ...{ systemPrompt: 'new', systemText: null },
      history: [
        { role: 'visitor', text: 'asked before' },
        { role: 'visitor', text: 'How do I return an item?' },
      ],
    });
    await expect(readPromptMaterial(database, { ...asked, siteId: randomUUID() })).rejects.toThrow();
  });

  it('reads a long conversation from the start of a page, so that the next question finds the same beginning', async () => {
    const asked = await ask();
    await publishPromptVersion(database, { siteId, systemPrompt: 'p' });
    const { conversationId, visitorId } = asked;
    const begins: string[] = [];
    for (const [from, to] of [
      [0, 99],
      [99, 101],
      [101, 149],
      [149, 151],
    ] as const) {
      const data = Array.from({ length: to - from }, (_, index) => ({
        ...{ siteId, conversationId, visitorId, role: 'visitor' as const, text: `message ${from + index}` },
        createdAt: new Date(Date.now() - 1_000_000 + (from + index) * 1_000),
      }));
      await database.message.createMany({ data });
      const { history } = await readPromptMaterial(database, asked);
      expect(history.at(-1)?.text).toBe('How do I return an item?');
      expect(history.at(-2)?.text).toBe(`message ${to - 1}`);
      begins.push(history[0]?.text ?? '');
    }
    expect(begins).toEqual(['message 0', 'message 50', 'message 50', 'message 100']);
  });

  it('gives prompt versions rising numbers, also when two publish at once, and never changes one', async () => {
    const site = await database.site.create({
      data: { key: randomUUID(), name: 'Test', greeting: 'Hi', colour: '#000000' },
    });
    const versions = await Promise.all(
      ['a', 'b', 'c'].map((systemPrompt) => publishPromptVersion(database, { siteId: site.id, systemPrompt })),
    );
    expect(versions.map(({ number }) => number).sort()).toEqual([1, 2, 3]);
    const id = versions[0]?.id ?? '';
    await expect(database.promptVersion.update({ where: { id }, data: { systemPrompt: 'x' } })).rejects.toThrow();
    expect(await database.promptVersion.findUnique({ where: { id } })).toEqual(versions[0]);
    await expect(publishPromptVersion(database, { siteId: site.id, systemPrompt: ' ' })).rejects.toThrow(/blank/);
  });
});

/** Waits until a statement on `generation_chunk` waits for another one's lock. */
async function waitUntilBlocked(): Promise<void> {
  for (;;) {
    const blocked = await database.$queryRaw<unknown[]>`
      SELECT 1 FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%generation_chunk%'`;
    if (blocked.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
