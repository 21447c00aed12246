import { randomUUID } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { snoozeConversation } from './conversations/conversation-steps.ts';
import { noteSeen } from './conversations/reply-mails.ts';
import { wakeSnoozed } from './conversations/service-steps.ts';
import { forgetOldAnswers, keepAnswer } from './generations/answer-cache.ts';
import { storeChunks } from './generations/generation-chunks.ts';
import { finishGeneration } from './generations/generation-endings.ts';
import { readPromptMaterial, storeGenerationInput } from './generations/generation-inputs.ts';
import { expireOverdue } from './generations/generation-sweep.ts';
import { claimGeneration, recordFirstText, releaseGeneration } from './generations/generations.ts';
import { publishPromptVersion } from './generations/prompt-versions.ts';
import {
  claimImport,
  createKnowledgeSource,
  recordImportProgress,
  requestImport,
} from './knowledge/knowledge-sources.ts';
import { findNextImport } from './knowledge/next-import.ts';
import { rollUpMinutes } from './service/service-minutes.ts';
import { addIdentitySecret, findIdentitySecrets } from './sites/identity-secrets.ts';
import { deleteRemovedSite, listRemovedSites, removeSite, restoreSite } from './sites/removed-sites.ts';
import { operator } from './team/audit.ts';
import { createInvitation, readInvitation } from './team/invitations.ts';
import { createPasswordLink, readPasswordLink } from './team/password-links.ts';
import { useTestDatabase } from './testing/test-database.ts';
import { acceptMessage } from './testing/test-messages.ts';
import { newSite } from './testing/test-site.ts';
import { toldBy } from './testing/told-by.ts';
import { createVisitor, touchVisitor } from './visitors/visitors.ts';

const database = useTestDatabase();
afterEach(() => vi.useRealTimers());

/** Far less than the clocks are wrong by. */
const soonMs = 30_000;

const dayMs = 24 * 3_600_000;
const wrongBy = (aheadMs: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + aheadMs });

const createSite = () => newSite(database);
const ask = async (siteId: string) =>
  acceptMessage(database, { siteId, visitorId: await createVisitor(database, siteId) });

test.each([
  ['an hour slow', -3_600_000],
  ['an hour fast', 3_600_000],
])('gateway and worker whose clocks are %s serve as any others', async (_, aheadMs) => {
  const siteId = await createSite();
  const visitorId = await createVisitor(database, siteId);
  wrongBy(aheadMs);
  const receivedAt = new Date(Date.now() - 1_000);
  const { generationId } = await acceptMessage(database, {
    ...{ siteId, visitorId, receivedAt, deadlineAt: new Date(receivedAt.getTime() + 60_000) },
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
  const timings = { prefillMs: 1, firstTokenMs: 1 };
  const chunk = { generationId, epoch: claim.epoch, firstToken: 0, tokenIds: [1], position: 0, text: 'Hi.' };
  await storeChunks(database, { workerId: 'w', chunks: [chunk] });
  await recordFirstText(database, claim, timings);
  const end = { lastChunk: null, timings: { ...timings, decodeMs: 1, promptTokens: 1, generatedTokens: 1 } };
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

test('figures of the service are kept where a database’s clock is a hundred days ahead of all others', async () => {
  const siteId = await createSite();
  const minute = new Date(Date.now() - 100 * dayMs);
  await database.serviceMinute.create({ data: { siteId, minute, workerId: 'w' } });
  wrongBy(-100 * dayMs);
  await rollUpMinutes(database);
  vi.useRealTimers();

  expect(await database.serviceMinute.count({ where: { siteId } })).toBe(1);
});

test.each([
  ['two days slow', -2 * dayMs],
  ['two days fast', 2 * dayMs],
])('what is put aside, offered or kept lasts as long where clocks are %s', async (_, aheadMs) => {
  const siteId = await createSite();
  const ada = { id: randomUUID(), name: 'Ada' };
  const actor = { userId: ada.id, email: `${ada.id}@frontdesk.test` };
  await database.user.create({ data: { ...ada, email: actor.email } });
  await publishPromptVersion(database, { siteId, systemPrompt: 'A shop.' });
  const { conversationId } = await ask(siteId);
  await database.conversation.update({ where: { id: conversationId }, data: { state: 'waiting_for_person' } });
  const until = new Date(Date.now() + dayMs);
  const snooze = (at: Date) => snoozeConversation(database, { siteId, conversationId, agent: ada, until: at });
  const { generationId } = await ask(siteId);
  const claim = await claimGeneration(database, { generationId, workerId: 'w', leaseMs: 60_000 });
  if (!claim) throw new Error('there was nothing to take');
  const { promptVersionId, knowledgeVersion } = await readPromptMaterial(database, claim);
  await storeGenerationInput(database, {
    ...{ generationId, siteId, promptVersionId, knowledgeVersion, modelHash: 'm', tokenizerHash: 't' },
    ...{ mode: 'quote', temperature: 0, topP: 1, maxTokens: 10, seed: 1, promptIds: [1], passageIds: [] },
    grounding: { passages: [] },
  });

  wrongBy(aheadMs);
  await expect(snooze(new Date(until.getTime() - 2 * dayMs))).rejects.toMatchObject({ code: 'bad_request' });
  await snooze(until);
  const woken = await toldBy((tell) => wakeSnoozed(database, tell));
  expect(woken.map((one) => one.conversationId)).not.toContain(conversationId);
  const invited = { email: `${randomUUID()}@frontdesk.test`, role: 'agent', siteIds: [siteId], days: 1 } as const;
  const { token, expiresAt } = await createInvitation(database, actor, invited);
  expect(await readInvitation(database, token)).toMatchObject({ email: invited.email });
  const link = await createPasswordLink(database, actor, { userId: ada.id, days: 1 });
  expect(await readPasswordLink(database, link.token)).toEqual({ email: actor.email });
  await keepAnswer(database, { generationId, question: 'hello', briefly: false });
  await forgetOldAnswers(database);
  vi.useRealTimers();

  const kept = await database.cachedAnswer.findFirstOrThrow({ where: { siteId } });
  for (const end of [kept.expiresAt, new Date(expiresAt), new Date(link.expiresAt)]) {
    expect(Math.abs(end.getTime() - Date.now() - dayMs)).toBeLessThan(soonMs);
  }
  expect(await readInvitation(database, token)).toMatchObject({ email: invited.email });
});

test.each([
  ['slow', -3_600_000],
  ['fast', 3_600_000],
])('a customer was seen when they were, where the clock is an hour %s', async (_, aheadMs) => {
  const siteId = await createSite();
  const [comes, stays] = [await createVisitor(database, siteId), await createVisitor(database, siteId)];
  wrongBy(aheadMs);
  await touchVisitor(database, { siteId, visitorId: comes });
  await noteSeen(database, [stays]);
  vi.useRealTimers();

  for (const { lastSeenAt } of await database.visitor.findMany({ where: { siteId } })) {
    expect(Math.abs(Date.now() - lastSeenAt.getTime())).toBeLessThan(soonMs);
  }
});

test.each([
  ['slow', -8 * dayMs],
  ['fast', 8 * dayMs],
])(
  'a site can be restored for a week, and is deleted after it, where the clock is eight days %s',
  async (_, aheadMs) => {
    const siteId = await createSite();
    const person = { userId: randomUUID(), isOwner: true };
    await removeSite(database, operator, { siteId, name: 'Test' });
    wrongBy(aheadMs);
    expect((await listRemovedSites(database, person)).map(({ id }) => id)).toContain(siteId);
    expect(await deleteRemovedSite(database, { limit: 100 })).toBeNull();
    await restoreSite(database, operator, siteId);
    await removeSite(database, operator, { siteId, name: 'Test' });
    vi.useRealTimers();
    const { removedAt } = await database.site.findUniqueOrThrow({ where: { id: siteId } });
    expect(Math.abs(Date.now() - (removedAt?.getTime() ?? 0))).toBeLessThan(soonMs);

    wrongBy(aheadMs);
    await database.$executeRaw`
      UPDATE site SET removed_at = removed_at - 7 * interval '1 day' WHERE id = ${siteId}::uuid`;
    expect((await listRemovedSites(database, person)).map(({ id }) => id)).not.toContain(siteId);
    await expect(restoreSite(database, operator, siteId)).rejects.toMatchObject({ code: 'site_unknown' });
    expect(await deleteRemovedSite(database, { limit: 100 })).toMatchObject({ siteId, finished: true });
  },
);

test.each([
  ['slow', -dayMs],
  ['fast', dayMs],
])('the former secret of a site counts as long as was said where the clock is a day %s', async (_, aheadMs) => {
  const siteId = await createSite();
  const add = (formerHours: number) =>
    addIdentitySecret(database, { siteId, formerHours, seal: () => new Uint8Array([1, 2]), actor: operator });
  const counting = async () => (await findIdentitySecrets(database, siteId)).map(({ version }) => version);
  wrongBy(aheadMs);
  await add(0);
  await add(1);
  expect(await counting()).toEqual([2, 1]);
  await add(0);
  expect(await counting()).toEqual([3]);
  vi.useRealTimers();

  expect(await findIdentitySecrets(database, siteId)).toMatchObject([
    { sealed: Uint8Array.of(1, 2), validUntil: null },
  ]);
});

test.each([
  ['slow', -180_000],
  ['fast', 180_000],
])(
  'an import is its worker’s while that is alive, where the clock of others is three minutes %s',
  async (_, aheadMs) => {
    await database.knowledgeSource.deleteMany();
    const siteId = await createSite();
    const source = { siteId, kind: 'site', name: 'Shop', address: 'https://shop.example/' } as const;
    const others = async <Result>(work: () => Promise<Result>): Promise<Result> => {
      wrongBy(aheadMs);
      return work().finally(() => vi.useRealTimers());
    };
    let job = await others(() => createKnowledgeSource(database, source));
    const { sourceId } = job;
    const sinceMs = async () => {
      const { aliveAt } = await database.knowledgeSource.findUniqueOrThrow({ where: { id: sourceId } });
      return Math.abs(Date.now() - aliveAt.getTime());
    };
    for (const epoch of [1, 2]) {
      expect(await sinceMs()).toBeLessThan(soonMs);
      const claim = await claimImport(database, job);
      if (!claim) throw new Error('it is to be imported');
      expect(await others(() => claimImport(database, job))).toBeNull();
      expect(await others(() => findNextImport(database, 'site'))).toBeNull();
      expect(await others(() => recordImportProgress(database, claim))).toBe(true);
      expect(await sinceMs()).toBeLessThan(soonMs);
      await database.knowledgeSource.update({ where: { id: sourceId }, data: { aliveAt: new Date(0) } });
      // Silent for so long, it is lost by any clock; then it is asked for anew.
      expect(await others(() => findNextImport(database, 'site'))).toEqual(job);
      expect(await others(() => claimImport(database, job))).not.toBeNull();
      expect(await sinceMs()).toBeLessThan(soonMs);
      if (epoch === 2) return;
      await database.knowledgeSource.update({ where: { id: sourceId }, data: { state: 'done' } });
      job = await others(() => requestImport(database, { siteId, sourceId }));
    }
  },
);
