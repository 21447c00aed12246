import { randomUUID } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { useTestDatabase } from '../testing/test-database.ts';
import {
  beat,
  forgetDeadWorkers,
  listLiveWorkers,
  listSilentWorkers,
  removeWorker,
  silenceWorkers,
} from './workers.ts';

const database = useTestDatabase();

const status = { slots: 1, running: 0, tokensPerSecond: 0, modelHash: 'm' };
const letDie = (id: string, ageMs: number) =>
  database.worker.update({ where: { id }, data: { heartbeatAt: new Date(Date.now() - ageMs) } });

it('lists the workers that were heard of lately, with their newest state', async () => {
  const [alive, dead] = [randomUUID(), randomUUID()];
  await beat(database, { workerId: alive, state: 'starting', ...status });
  await beat(database, { workerId: alive, state: 'ready', ...status, running: 1, tokensPerSecond: 42.5, embeds: true });
  await beat(database, { workerId: dead, state: 'ready', ...status });
  await letDie(dead, 10_000);
  const live = await listLiveWorkers(database);
  expect(live.map(({ id }) => id)).toEqual([alive]);
  expect(live[0]).toMatchObject({ state: 'ready', running: 1, tokensPerSecond: 42.5, embeds: true });

  expect(await listSilentWorkers(database, { silentMs: 5_000 })).toEqual([dead]);
  // One that came back meanwhile stays.
  await forgetDeadWorkers(database, [alive, dead], { silentMs: 60_000 });
  expect(await database.worker.count({ where: { id: { in: [alive, dead] } } })).toBe(2);
  await letDie(dead, 120_000);
  await forgetDeadWorkers(database, [alive, dead], { silentMs: 60_000 });
  expect(await database.worker.findMany({ where: { id: { in: [alive, dead] } } })).toMatchObject([{ id: alive }]);

  await removeWorker(database, alive);
  await removeWorker(database, alive);
  expect(await listLiveWorkers(database)).toEqual([]);
});

it('counts a worker of the same name anew from when it starts again', async () => {
  const workerId = randomUUID();
  const startedAt = async () => (await database.worker.findUniqueOrThrow({ where: { id: workerId } })).startedAt;
  const longAgo = new Date(Date.now() - 3_600_000);
  await beat(database, { workerId, state: 'starting', ...status });
  await database.worker.update({ where: { id: workerId }, data: { startedAt: longAgo } });
  for (const state of ['starting', 'ready'] as const) await beat(database, { workerId, state, ...status });
  expect(await startedAt()).toEqual(longAgo);
  // Killed, and begun again by Kubernetes under the name of its pod.
  await beat(database, { workerId, state: 'starting', ...status });
  expect(Date.now() - (await startedAt()).getTime()).toBeLessThan(60_000);
  await removeWorker(database, workerId);
});

it('a worker that is gone counts as silent at once, and comes back with its next heartbeat', async () => {
  const [gone, other, stopped] = [randomUUID(), randomUUID(), randomUUID()];
  for (const workerId of [gone, other]) await beat(database, { workerId, state: 'ready', ...status });
  expect(await silenceWorkers(database, [gone, stopped])).toEqual([gone]);
  expect((await listLiveWorkers(database)).map(({ id }) => id)).toEqual([other]);
  expect(await listSilentWorkers(database, { silentMs: 4_000 })).toEqual([gone]);
  await beat(database, { workerId: gone, state: 'ready', ...status });
  expect(await listLiveWorkers(database)).toHaveLength(2);
  for (const id of [gone, other]) await removeWorker(database, id);
});

it.each([-3_600_000, 3_600_000])(
  'a worker whose clock is wrong by %i ms is alive as long as it beats',
  async (wrongMs) => {
    const workerId = randomUUID();
    const now = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: now + wrongMs });
    await beat(database, { workerId, state: 'ready', ...status, prefix: { asked: 300, found: 200, savedMs: 12.5 } });
    vi.useRealTimers();
    expect(await listLiveWorkers(database)).toMatchObject([
      { id: workerId, prefixAsked: 300, prefixFound: 200, prefixSavedMs: 12.5 },
    ]);
    // A gateway's clock says no more.
    vi.useFakeTimers({ toFake: ['Date'], now: now + wrongMs });
    const [seen, ...more] = await listLiveWorkers(database);
    expect(more).toEqual([]);
    expect(seen?.ageMs).toBeLessThan(60_000);
    expect(await listSilentWorkers(database, { silentMs: 5_000 })).toEqual([]);
    await forgetDeadWorkers(database, [workerId], { silentMs: 60_000 });
    expect(await listLiveWorkers(database)).toHaveLength(1);
    vi.useRealTimers();
    await letDie(workerId, 6_000);
    expect(await listLiveWorkers(database)).toEqual([]);
    await removeWorker(database, workerId);
  },
);
