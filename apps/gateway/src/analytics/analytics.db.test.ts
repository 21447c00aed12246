import { randomUUID } from 'node:crypto';
import { useTestDatabase } from '@frontdesk/database/testing';
import { type AgentAnalytics, type Analytics, toHistogram } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { createTestMember, createTestOwner, signInCookie } from '../testing/test-admin.ts';
import { useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite } from '../testing/test-site.ts';

const range = 'from=2026-03-01&to=2026-03-03&timeZone=Europe/Berlin';

const database = useTestDatabase();
const gateway = await useTestGateway();
const site = await createTestSite(database);
await createTestOwner(database);
const ownerCookie = await signInCookie(gateway);
const viewerCookie = await signInCookie(gateway, await createTestMember(database, { siteId: site.id, role: 'viewer' }));
const fact = { visitorMessages: 1, botMessages: 1, agentMessages: 0, thumbsUp: 0, thumbsDown: 0 };
const place = () => ({ conversationId: randomUUID(), siteId: site.id });
const beganAt = new Date('2026-03-02T10:00:00.000Z');
await database.conversationFact.createMany({
  data: [
    { ...place(), ...fact, beganAt, lastActivityAt: beganAt, solved: true, solvedByBot: true, solvedAt: beganAt },
    { ...place(), ...fact, beganAt, lastActivityAt: beganAt, handedOverAt: beganAt },
  ],
});
const day = new Date('2026-03-02T00:00:00.000Z');
await database.questionCount.create({
  data: { siteId: site.id, day, question: '=hyperlink("https://evil.example")', asked: 3, answered: 1 },
});

const get = (path: string, cookie = viewerCookie) => fetch(`${gateway.url}/v1/admin/${path}`, { headers: { cookie } });

test('a site’s figures, day by day, and as files that no spreadsheet runs', async () => {
  const response = await get(`sites/${site.id}/analytics?${range}`);
  expect((await response.json()) as Analytics).toMatchObject({
    days: [{ day: '2026-03-01' }, { day: '2026-03-02', conversations: 2, confirmed: 1, handedOver: 1 }, {}],
    total: { conversations: 2 },
    bot: { firstResponse: { count: 0, p50: null } },
  });
  const days = await get(`sites/${site.id}/analytics/days.csv?${range}`);
  expect(days.headers.get('content-disposition')).toContain('days-2026-03-01-2026-03-03.csv');
  expect((await days.text()).split('\r\n')[2]).toBe('2026-03-02,2,0,0,0,1,0,1,0,0,0');
  const questions = await get(`sites/${site.id}/analytics/questions.csv?${range}`);
  expect((await questions.text()).split('\r\n')[1]).toBe(`"'=hyperlink(""https://evil.example"")",3,1`);
});

test('what each of the team did is told to who leads them, with names that no spreadsheet runs', async () => {
  const { id: siteId } = await createTestSite(database);
  const evil = await createTestMember(database, { siteId, role: 'agent' });
  await database.user.update({ where: { id: evil.userId }, data: { name: '=cmd()' } });
  const fact = (seq: number, more: object) => ({
    ...{ conversationId: siteId, siteId, seq, userId: evil.userId, doneAt: new Date('2026-03-02T10:00:00.000Z') },
    ...{ kind: 'reply' as const, ...more },
  });
  await database.agentFact.createMany({
    data: [
      fact(1, { since: new Date('2026-03-02T09:58:29.500Z') }),
      fact(2, { kind: 'resolution', userId: null }),
      fact(3, { kind: 'rating', score: 4 }),
      fact(4, { doneAt: new Date('2026-03-04T10:00:00.000Z') }),
    ],
  });
  const as = async (role: 'admin' | 'agent' | 'viewer') =>
    signInCookie(gateway, await createTestMember(database, { siteId, role }));
  const admin = await as('admin');
  const response = await get(`sites/${siteId}/analytics/agents?${range}`, admin);
  expect((await response.json()) as AgentAnalytics).toEqual({
    ...{ from: '2026-03-01', to: '2026-03-03', timeZone: 'Europe/Berlin' },
    agents: [
      {
        ...{ userId: evil.userId, name: '=cmd()', conversations: 1, replies: 1, resolved: 0 },
        firstResponse: { count: 1, p50: 90_500, p90: 90_500 },
        ...{ resolution: { count: 0, p50: null }, ratings: { count: 1, good: 1 } },
      },
      {
        ...{ userId: null, name: null, conversations: 0, replies: 0, resolved: 1 },
        firstResponse: { count: 0, p50: null, p90: null },
        ...{ resolution: { count: 0, p50: null }, ratings: { count: 0, good: 0 } },
      },
    ],
  });
  const csv = await get(`sites/${siteId}/analytics/agents.csv?${range}`, admin);
  expect(csv.headers.get('content-disposition')).toContain('agents-2026-03-01-2026-03-03.csv');
  const [head, ...rows] = (await csv.text()).trim().split('\r\n');
  expect(head).toContain('Person,Conversations,Replies,Resolved');
  expect(rows).toEqual(["'=cmd(),1,1,0,91,91,1,,0,1,1", 'Former colleagues,0,0,1,,,0,,0,0,0']);
  for (const role of ['agent', 'viewer'] as const) {
    const cookie = await as(role);
    for (const path of ['agents', 'agents.csv']) {
      expect((await get(`sites/${siteId}/analytics/${path}?${range}`, cookie)).status).toBe(403);
    }
    expect((await get(`sites/${siteId}/analytics?${range}`, cookie)).status).toBe(200);
  }
});

test('the bot’s first words are counted where a browser measured them', async () => {
  const { id } = await createTestSite(database);
  const minute = new Date(Math.floor(Date.now() / 60_000) * 60_000);
  const hour = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000);
  const figures = { siteId: id, answered: 3, clientTtft: [...toHistogram([400])] };
  // An hour's sum is read as soon as its last minute runs.
  await database.serviceMinute.create({ data: { ...figures, minute, workerId: 'w' } });
  await database.serviceHour.create({ data: { ...figures, hour } });
  const today = minute.toISOString().slice(0, 10);
  const response = await get(`sites/${id}/analytics?from=${today}&to=${today}&timeZone=UTC`, ownerCookie);
  expect(((await response.json()) as Analytics).bot.firstResponse).toMatchObject({ count: 1, p50: 500 });
});

test('all sites together are for whoever owns the installation', async () => {
  const files = ['analytics/days.csv', 'analytics/questions.csv', 'analytics/agents.csv'];
  for (const path of ['analytics', 'analytics/agents', ...files]) {
    expect((await get(`${path}?${range}`, ownerCookie)).status).toBe(200);
    expect((await get(`${path}?${range}`)).status).toBe(403);
  }
});

test.each([
  '',
  'from=2026-03-03&to=2026-03-01&timeZone=UTC',
  'from=2024-03-03&to=2026-03-01&timeZone=UTC',
  'from=2026-03-01&to=2026-03-03&timeZone=Mars/Olympus',
  "from=2026-03-01&to=2026-03-03&timeZone=UTC'",
  'from=0000-01-01&to=0000-01-02&timeZone=UTC',
  'from=0000-12-31&to=0001-01-01&timeZone=UTC',
  'from=yesterday&to=2026-03-03&timeZone=UTC',
])('a range that can not be read is refused: %s', async (query) => {
  const response = await get(`sites/${site.id}/analytics?${query}`);
  expect([response.status, await response.json()]).toMatchObject([400, { error: { code: 'bad_request' } }]);
});
