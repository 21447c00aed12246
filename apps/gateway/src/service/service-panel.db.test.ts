import { randomUUID } from 'node:crypto';
import { beat, rollUpMinutes, storeScalingDecision } from '@frontdesk/database';
import { useTestDatabase } from '@frontdesk/database/testing';
import type { ServicePanel } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { createTestMember, createTestOwner, signInCookie } from '../testing/test-admin.ts';
import { useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor } from '../testing/test-site.ts';

const database = useTestDatabase();
const gateway = await useTestGateway();
const site = await createTestSite(database);
await createTestOwner(database);
const ownerCookie = await signInCookie(gateway);
const viewerCookie = await signInCookie(gateway, await createTestMember(database, { siteId: site.id, role: 'viewer' }));

async function read(path: string, cookie = viewerCookie): Promise<{ status: number; body: ServicePanel }> {
  const response = await fetch(`${gateway.url}/v1/admin/${path}`, { headers: { cookie } });
  return { status: response.status, body: (await response.json()) as ServicePanel };
}

/** An answer that ended three minutes ago. */
async function answer(siteId: string, clientTtftMs: number): Promise<void> {
  const visitor = await createTestVisitor(database, siteId);
  const finishedAt = new Date(Date.now() - 180_000);
  const ids = { siteId, conversationId: randomUUID() };
  const questionMessageId = randomUUID();
  await database.conversation.create({ data: { id: ids.conversationId, siteId, visitorId: visitor.id } });
  await database.message.create({
    data: { id: questionMessageId, ...ids, visitorId: visitor.id, role: 'visitor', text: 'Hello' },
  });
  await database.generation.create({
    data: {
      ...{ ...ids, questionMessageId, state: 'done', workerId: 'w', clientTtftMs, queueMs: clientTtftMs - 100 },
      ...{ receivedAt: new Date(finishedAt.getTime() - clientTtftMs), deadlineAt: new Date(Date.now() + 60_000) },
      ...{ startedAt: finishedAt, firstTextAt: finishedAt, finishedAt, gatewayTtftMs: clientTtftMs - 20 },
      ...{ promptTokens: 300, generatedTokens: 10, prefixTokens: 240, prefixSavedMs: 120 },
    },
  });
}

test('a site’s panel says how its promise stands; workers and decisions are told with their reasons', async () => {
  await answer(site.id, 300);
  await answer(site.id, 4_000);
  await answer((await createTestSite(database)).id, 9_000);
  // The gateway may have been there before these answers were.
  await database.serviceRollUp.deleteMany();
  await expect.poll(() => rollUpMinutes(database)).not.toBeNull();
  await beat(database, {
    ...{ workerId: 'w', state: 'ready', slots: 8, running: 3, tokensPerSecond: 55, modelHash: 'm' },
    prefix: { asked: 400, found: 300, savedMs: 900 },
  });
  const seen = { waiting: 9, running: 8, ready: 1, starting: 0, ttftP99Ms: 2_400 };
  await storeScalingDecision(database, { decidedAt: new Date(), wanted: 1, reason: 'limits', ...seen });
  await storeScalingDecision(database, { decidedAt: new Date(), wanted: 3, reason: 'queue', ...seen });

  const { status, body } = await read(`sites/${site.id}/service?minutes=60`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    stepMinutes: 1,
    history: { total: { messages: { answered: 2, inTime: 1 }, prefixTokens: 480, prefixSavedMs: 240 } },
    window: { messages: { answered: 2, inTime: 1 } },
    promise: { kept: false, since: body.history.periods.find(({ messages }) => messages.answered > 0)?.at },
    workers: [{ id: 'w', state: 'ready', slots: 8, running: 3, prefixHitShare: 0.75, prefixSavedMs: 900 }],
  });
  expect(body.history.periods).toHaveLength(60);
  expect(body.history.total.lateStageMs.queue).toBe(3_900);
  expect(body.decisions.slice(0, 2)).toMatchObject([
    { wanted: 3, before: 1, reason: 'queue', waiting: 9 },
    { wanted: 1, reason: 'limits' },
  ]);
});

test('all sites together are for whoever owns the installation', async () => {
  const { body } = await read('service?minutes=60', ownerCookie);
  expect(body.history.total.messages.answered).toBeGreaterThanOrEqual(3);
  expect((await read('service?minutes=60')).status).toBe(403);
});

test.each([
  '',
  '?minutes=0',
  '?minutes=129601',
  '?minutes=5&from=2026-01-01T00:00:00Z',
  '?from=now&to=then',
  '?from=0000-01-01T00:00:00Z&to=0000-01-01T01:00:00Z',
])('a time that can not be read is refused: %s', async (query) => {
  expect(await read(`sites/${site.id}/service${query}`)).toMatchObject({
    ...{ status: 400, body: { error: { code: 'bad_request' } } },
  });
});
