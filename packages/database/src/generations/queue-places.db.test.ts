import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { readServiceLoad } from '../service/service-load.ts';
import { readServiceNow } from '../service/service-metrics.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { acceptMessage } from '../testing/test-messages.ts';
import { newSite } from '../testing/test-site.ts';
import { createVisitor } from '../visitors/visitors.ts';
import { cancelGeneration } from './generation-endings.ts';
import { storeGatewayTimes } from './generation-timings.ts';
import { claimGeneration } from './generations.ts';
import { readQueueLoad, readQueuePlaces } from './queue-places.ts';

const database = useTestDatabase();
let siteId: string;
let visitorId: string;

beforeEach(async () => {
  await database.generation.updateMany({ data: { state: 'failed', finishedAt: new Date(0) } });
  siteId = await newSite(database);
  visitorId = await createVisitor(database, siteId);
});

const ask = (receivedAtMs: number, round = 0) =>
  acceptMessage(database, {
    ...{ siteId, visitorId, receivedAt: new Date(receivedAtMs) },
    admit: () => ({ flow: visitorId, round }),
  });

it('counts those that came before, whoever asked, and not those that are being answered', async () => {
  const running = await ask(1_000);
  const [late, early] = [await ask(3_000), await ask(2_000)];
  await claimGeneration(database, { generationId: running.generationId, workerId: 'w', leaseMs: 60_000 });
  const ids = [late, early, running].map(({ generationId }) => generationId);
  const places = await readQueuePlaces(database, ids);
  expect(places.map(({ generationId, place }) => [generationId, place]).sort()).toEqual(
    [
      [early.generationId, 1],
      [late.generationId, 2],
    ].sort(),
  );
  expect(places[0]?.expectedWaitMs).toBeNull();
  await cancelGeneration(database, { siteId, visitorId, generationId: early.generationId });
  expect(await readQueuePlaces(database, ids)).toMatchObject([{ generationId: late.generationId, place: 1 }]);
});

it('counts round by round, as they are served', async () => {
  const asked = [await ask(1_000, 2), await ask(2_000, 1), await ask(3_000, 2)];
  const ids = asked.map(({ generationId }) => generationId);
  const places = new Map((await readQueuePlaces(database, ids)).map((one) => [one.generationId, one.place]));
  expect(ids.map((id) => places.get(id))).toEqual([2, 1, 3]);
});

it('says who waits for a worker, and how many workers answered', async () => {
  const [waiting, running, ended] = [await ask(1_000, 3), await ask(2_000), await ask(3_000)];
  await claimGeneration(database, { generationId: running.generationId, workerId: 'w', leaseMs: 60_000 });
  await database.generation.update({
    where: { id: ended.generationId },
    data: { state: 'done', finishedAt: new Date() },
  });
  const kept = [
    { from: await ask(4_000), cachedFromId: ended.generationId },
    { from: await ask(4_000), approvedAnswerId: randomUUID() },
  ];
  for (const { from, ...by } of kept) {
    const data = { state: 'done', finishedAt: new Date(), ...by } as const;
    await database.generation.update({ where: { id: from.generationId }, data });
  }
  const load = { waiting: [{ id: waiting.generationId, siteId, flow: visitorId, round: 3 }], running: 1, answered: 1 };
  expect(await readQueueLoad(database, { paceMs: 10_000 })).toEqual(load);
  await cancelGeneration(database, { siteId, visitorId, generationId: waiting.generationId });
  expect(await readQueueLoad(database, { paceMs: 10_000 })).toEqual({ ...load, waiting: [] });
});

it('who waits for the words of an equal question waits for no worker until they are queued', async () => {
  const [follower, other] = [await ask(1_000), await ask(2_000)];
  const ids = [follower, other].map(({ generationId }) => generationId);
  const queueIn = (queuedInMs: number) =>
    storeGatewayTimes(database, [
      { generationId: follower.generationId, gatewayMs: null, gatewayTtftMs: null, queuedInMs },
    ]);
  const counted = async () => [
    (await readQueueLoad(database, { paceMs: 10_000 })).waiting.length,
    (await readServiceLoad(database)).waiting,
    (await readServiceNow(database)).queueDepth,
    (await readServiceNow(database, { answersPerSecond: 1 })).expectedWaitMs,
  ];
  await queueIn(60_000);
  expect(await counted()).toEqual([1, 1, 1, 1_000]);
  expect(await readQueuePlaces(database, ids)).toMatchObject([{ generationId: other.generationId, place: 1 }]);
  await queueIn(0);
  expect(await counted()).toEqual([2, 2, 2, 2_000]);
});

it('says how long it takes at a pace, and nothing of it without one', async () => {
  const ids = [await ask(1_000), await ask(2_000)].map(({ generationId }) => generationId);
  // What ended lately is no pace: after a quiet spell those few would make the first of a burst wait for minutes.
  const ended = await ask(3_000);
  await cancelGeneration(database, { siteId, visitorId, generationId: ended.generationId });
  await database.generation.update({ where: { id: ended.generationId }, data: { state: 'done' } });
  const waits = async (answersPerSecond?: number) => {
    const places = await readQueuePlaces(database, ids, { answersPerSecond });
    return places.toSorted((one, other) => one.place - other.place).map(({ expectedWaitMs }) => expectedWaitMs);
  };
  expect(await waits(4)).toEqual([250, 500]);
  expect(await waits()).toEqual([null, null]);
  expect(await waits(0)).toEqual([null, null]);
});
