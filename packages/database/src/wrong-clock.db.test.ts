import { randomUUID } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { createDatabase } from './client.ts';
import { storeChunks } from './generation-chunks.ts';
import { finishGeneration } from './generation-endings.ts';
import { expireOverdue } from './generation-sweep.ts';
import { claimGeneration, recordFirstText, releaseGeneration } from './generations.ts';
import { acceptMessage } from './messages.ts';
import { rollUpMinutes } from './service-minutes.ts';
import { createVisitor } from './visitors.ts';

const database = createDatabase({ url: process.env.TEST_DATABASE_URL ?? '' });
afterEach(() => vi.useRealTimers());

/** Far less than the clocks are wrong by. */
const soonMs = 30_000;

test.each([
  ['an hour slow', -3_600_000],
  ['an hour fast', 3_600_000],
])('gateway and worker whose clocks are %s serve as any others', async (_, aheadMs) => {
  const data = { key: randomUUID(), name: 'Test', greeting: 'Hi', colour: '#000000' };
  const { id: siteId } = await database.site.create({ data });
  const visitorId = await createVisitor(database, siteId);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + aheadMs });
  const receivedAt = new Date(Date.now() - 1_000);
  const { generationId } = await acceptMessage(database, {
    ...{ siteId, visitorId, clientMessageId: randomUUID(), text: 'Hello' },
    ...{ receivedAt, deadlineAt: new Date(receivedAt.getTime() + 60_000) },
  });
  expect(await expireOverdue(database, { generationId })).toEqual([]);
  const take = async () => {
    const claim = await claimGeneration(database, { generationId, workerId: 'w', leaseMs: 60_000 });
    if (!claim) throw new Error('there was nothing to take');
    return claim;
  };
  const first = await take();
  expect(first.waitedMs).toBeGreaterThanOrEqual(1_000);
  expect(first.waitedMs).toBeLessThan(soonMs);
  await releaseGeneration(database, first);
  const claim = await take();
  const timings = { prefillMs: 1, firstTokenMs: 1, promptTokens: 1 };
  const chunk = { generationId, epoch: claim.epoch, firstToken: 0, tokenIds: [1], position: 0, text: 'Hi.' };
  await storeChunks(database, { workerId: 'w', chunks: [chunk] });
  await recordFirstText(database, claim, timings);
  const end = { lastChunk: null, timings: { ...timings, decodeMs: 1, generatedTokens: 1 } };
  await finishGeneration(database, claim, { finishReason: 'stop', ...end });
  const rolledUntil = await rollUpMinutes(database);
  vi.useRealTimers();

  const row = await database.generation.findUniqueOrThrow({ where: { id: generationId } });
  const answer = await database.message.findUniqueOrThrow({ where: { generationId } });
  const ages = [row.receivedAt, row.startedAt, row.queuedAt, row.firstTextAt, row.finishedAt, answer.createdAt].map(
    (at) => Date.now() - (at?.getTime() ?? 0),
  );
  expect(ages).toEqual(ages.toSorted((one, other) => other - one));
  for (const age of ages) expect(Math.abs(age)).toBeLessThan(soonMs);
  expect(row.deadlineAt.getTime() - row.receivedAt.getTime()).toBe(60_000);
  expect(Math.abs(Date.now() - (rolledUntil?.getTime() ?? 0))).toBeLessThan(soonMs + 60_000);
});
