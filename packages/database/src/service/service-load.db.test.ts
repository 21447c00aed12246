import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import type { Generation } from '../../generated/client.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { acceptMessage } from '../testing/test-messages.ts';
import { newSite } from '../testing/test-site.ts';
import { createVisitor } from '../visitors/visitors.ts';
import { readServiceLoad } from './service-load.ts';
import { beat, type WorkerState } from './workers.ts';

const database = useTestDatabase();
beforeEach(async () => {
  await database.worker.deleteMany();
  await database.generation.updateMany({ data: { state: 'failed', finishedAt: new Date(0) } });
});

/** An answer that is as far as `fields` say, to a question of a site of its own. */
async function answer(fields: Partial<Pick<Generation, 'state' | 'firstTextAt' | 'finishedAt' | 'cachedFromId'>>) {
  const receivedAt = new Date(Date.now() - 5_000);
  const siteId = await newSite(database);
  const visitorId = await createVisitor(database, siteId);
  const { generationId } = await acceptMessage(database, { siteId, visitorId, receivedAt });
  await database.generation.update({ where: { id: generationId }, data: fields });
  return {
    /** Its first words came so long after its question. */
    firstWordsAfter: (ms: number) =>
      database.generation.update({
        where: { id: generationId },
        data: { firstTextAt: new Date(receivedAt.getTime() + ms) },
      }),
  };
}
const work = (state: WorkerState, slots: number) =>
  beat(database, { ...{ workerId: randomUUID(), state, slots, running: 0, tokensPerSecond: 0, modelHash: 'm' } });

it('sees nothing where there is nothing', async () => {
  const before = Date.now();
  const { atMs, ...load } = await readServiceLoad(database);
  expect(load).toEqual({ waiting: 0, running: 0, ready: 0, starting: 0, slotsPerWorker: 32, ttftP99Ms: null });
  // The server runs on this machine.
  expect(Math.abs(atMs - before)).toBeLessThan(10_000);
});

it('counts what waits and runs on all sites, and the workers that are alive', async () => {
  await answer({ state: 'queued' });
  await answer({ state: 'queued' });
  await answer({ state: 'running' });
  await answer({ state: 'done', finishedAt: new Date() });
  await work('ready', 32);
  await work('ready', 8);
  // It has not loaded its model yet.
  await work('starting', 0);
  await work('warming', 8);
  await work('draining', 32);
  await work('ready', 1_000);
  await database.worker.updateMany({ where: { slots: 1_000 }, data: { heartbeatAt: new Date(Date.now() - 60_000) } });
  expect(await readServiceLoad(database)).toMatchObject({
    ...{ waiting: 2, running: 1, ready: 2, starting: 2, slotsPerWorker: 16, ttftP99Ms: null },
  });
});

it('knows how long the last first words took, and of those that workers made alone', async () => {
  await (await answer({ state: 'running' })).firstWordsAfter(900);
  const ended = await answer({ state: 'done', finishedAt: new Date() });
  await ended.firstWordsAfter(2_500);
  expect((await readServiceLoad(database)).ttftP99Ms).toBeCloseTo(2_500, -2);
  // Neither those of long ago, nor those that were kept from another answer.
  await (await answer({ state: 'running' })).firstWordsAfter(-60_000);
  await (await answer({ state: 'done', finishedAt: new Date(), cachedFromId: randomUUID() })).firstWordsAfter(4_000);
  await answer({ state: 'queued' });
  expect((await readServiceLoad(database)).ttftP99Ms).toBeCloseTo(2_500, -2);
});
