import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { lookAtWorkers } from '../service/worker-connections.ts';
import { leaseMs, useAskedSite } from '../testing/asked-site.ts';
import { openConnections, untilWaiting } from '../testing/until-waiting.ts';
import { readGenerationText, readProgress, storeChunks } from './generation-chunks.ts';
import { failGeneration, finishGeneration, type StageTimings } from './generation-endings.ts';
import { requeueExpiredLeases } from './generation-sweep.ts';
import {
  type ClaimedGeneration,
  claimGeneration,
  endLeases,
  maxClaims,
  recordFirstText,
  releaseGeneration,
  renewLeases,
} from './generations.ts';

const { database, siteId, ask, claim, letLeaseRunOut, row } = await useAskedSite();

const timings: StageTimings = {
  prefillMs: 120,
  firstTokenMs: 10,
  decodeMs: 500,
  promptTokens: 30,
  generatedTokens: 4,
  prefixTokens: 16,
  prefixSavedMs: 40,
};

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

  it('end in the order in which others lock answers, whichever was claimed first', async () => {
    const asked = [await ask(), await ask()].map(({ generationId }) => generationId);
    const [first = '', second = ''] = asked.toSorted();
    const workerId = randomUUID();
    await claim(second, workerId);
    await claim(first, workerId);
    let ending: Promise<number> | undefined;
    await openConnections(database);
    await database.$transaction(async (other) => {
      const lock = (id: string) => other.$queryRaw`SELECT FROM generation WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
      await lock(first);
      // Begun by whoever waits for it.
      ending = endLeases(database, [workerId]).then((count) => count);
      await untilWaiting(other, 1);
      await lock(second);
    });
    expect(await ending).toBe(2);
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
    await recordFirstText(database, claimed, { prefillMs: 90, firstTokenMs: 5 });
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
