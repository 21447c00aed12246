import { describe, expect, it, vi } from 'vitest';
import { leaseMs, useAskedSite } from '../testing/asked-site.ts';
import { expireOverdue, findLostJobs, requeueExpiredLeases } from './generation-sweep.ts';
import { maxClaims, releaseGeneration } from './generations.ts';

const { database, ask, claim, letLeaseRunOut, row } = await useAskedSite();

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
