import { randomUUID } from 'node:crypto';
import { noMessages } from '@frontdesk/protocol';
import { expect, it } from 'vitest';
import { createAsked, createEnded, rollUpAll } from '../testing/ended-generations.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { readServiceBudget, readServiceNow, readServiceWindow } from './service-metrics.ts';
import { addRefusedMessages, minuteOf } from './service-minutes.ts';

const now = new Date();
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

const database = useTestDatabase();
const mine = await createAsked(database);

it('says that there is nothing yet', async () => {
  expect(await readServiceNow(database)).toEqual({
    ...{ queueDepth: 0, expectedWaitMs: 0, running: 0, workersReady: 0, tokensPerSecond: 0 },
  });
  expect(await readServiceWindow(database, { now })).toMatchObject({
    clientTtftMs: { p50: null, p95: null, p99: null, count: 0 },
    messages: noMessages,
    goodputPerSecond: 0,
    stageMs: { queue: 0 },
  });
  expect(await readServiceBudget(database, { now })).toMatchObject({ availability: null, left: null });
});

it('tells what ended in the last quarter of an hour', async () => {
  const stages = { gatewayMs: 4, queueMs: 6, prefillMs: 20, firstTokenMs: 10 };
  await createEnded(
    database,
    mine,
    Array.from({ length: 100 }, (_, index) => ({
      state: index === 0 ? ('failed' as const) : ('done' as const),
      workerId: 'w1',
      // The slowest was too long ago to count.
      finishedAt: index === 99 ? minutesAgo(16) : minutesAgo(1),
      startedAt: minutesAgo(16),
      // Their last words came so much later.
      firstTextAt: index === 99 ? minutesAgo(16) : new Date(minutesAgo(1).getTime() - index * 10),
      generatedTokens: 11,
      ...(index === 0 ? { queueMs: 500 } : { ...stages, gatewayTtftMs: 40 + index * 10 }),
      ...(index === 1 ? { cachedFromId: randomUUID() } : {}),
    })),
  );
  await addRefusedMessages(database, [
    { siteId: mine.siteId, minute: minuteOf(minutesAgo(14)), refused: 1 },
    { siteId: mine.siteId, minute: minuteOf(minutesAgo(17)), refused: 9 },
  ]);
  const window = await readServiceWindow(database, { now });
  expect(window).toMatchObject({
    gatewayTtftMs: { p50: 530, p99: 1_020, count: 98 },
    clientTtftMs: { p50: null, p95: null, p99: null, count: 0 },
    // What was repeated, and what failed, has none.
    tpotMs: { p50: 50, p95: 94, p99: 98 },
    messages: { ...noMessages, answered: 98, failed: 1, refused: 1, cached: 1, inTime: 98, good: 98 },
  });
  expect(window.stageMs.prefill).toBeCloseTo((98 * 20) / 99, 9);
  expect(window.stageMs.relay).toBeCloseTo((98 * 495) / 99, 9);
  expect(window.lateStageMs).toMatchObject({ queue: 500, prefill: 0 });
  expect(window.goodputPerSecond).toBeCloseTo(98 / 900, 9);
});

it('tells what waits and works now, and what waiting will take', async () => {
  const waiting = { finishedAt: null, receivedAt: now };
  await createEnded(database, mine, [
    { state: 'queued', ...waiting },
    { state: 'queued', ...waiting },
    { state: 'running', ...waiting, workerId: 'w1', startedAt: now },
  ]);
  // What ended lately is no pace.
  await createEnded(database, mine, [{ state: 'done', finishedAt: now }]);
  expect((await readServiceNow(database)).expectedWaitMs).toBeNull();
  const heartbeat = { slots: 1, modelHash: 'x', running: 0, tokensPerSecond: 12.5 };
  await database.worker.createMany({
    data: [
      { id: randomUUID(), state: 'ready', heartbeatAt: new Date(), ...heartbeat },
      { id: randomUUID(), state: 'draining', heartbeatAt: new Date(), ...heartbeat },
      { id: randomUUID(), state: 'ready', heartbeatAt: minutesAgo(1), ...heartbeat },
    ],
  });
  expect(await readServiceNow(database, { answersPerSecond: 0.1 })).toEqual({
    ...{ queueDepth: 2, expectedWaitMs: 20_000, running: 1, workersReady: 1, tokensPerSecond: 25 },
  });
  // Another site has nothing in the queue, and waits as long.
  const { siteId } = await createAsked(database);
  expect(await readServiceNow(database, { siteIds: [siteId], answersPerSecond: 0.1 })).toMatchObject({
    ...{ queueDepth: 0, expectedWaitMs: 20_000, running: 0, workersReady: 1 },
  });
  expect(await readServiceWindow(database, { siteIds: [siteId], now })).toMatchObject({ messages: noMessages });
});

it('has the budget of a month, of all sites or of one', async () => {
  await rollUpAll(database, now);
  const budget = await readServiceBudget(database, { now });
  // Ten refused and one failed, of 110.
  expect(budget.availability).toBeCloseTo(99 / 110, 9);
  expect(budget.left).toBeCloseTo(1 - 11 / 0.11, 6);
  const other = await createAsked(database);
  expect(await readServiceBudget(database, { siteIds: [other.siteId], now })).toMatchObject({ left: null });
});
