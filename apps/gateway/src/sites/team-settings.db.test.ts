import type { Database } from '@frontdesk/database';
import type { AuditPage, TeamSettings, TeamSettingsView } from '@frontdesk/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestMember, createTestOwner, signInCookie } from '../testing/test-admin.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { createTestSite, openTestDatabase, type TestSite } from '../testing/test-site.ts';

let database: Database;
let gateway: TestGateway;
let site: TestSite;
let cookie: string;

beforeAll(async () => {
  database = openTestDatabase();
  gateway = await startTestGateway();
  site = await createTestSite(database);
  await createTestOwner(database);
  cookie = await signInCookie(gateway);
});
afterAll(async () => {
  await gateway.close();
  await database.$disconnect();
});

async function ask<Answer>(method: string, path: string, body?: unknown): Promise<{ status: number; body: Answer }> {
  const response = await fetch(`${gateway.url}/v1/admin/sites/${site.id}/${path}`, {
    method,
    headers: { cookie, origin: gateway.url, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  return { status: response.status, body: (text ? JSON.parse(text) : null) as Answer };
}

test('hours and hand-over are saved, read back and written down', async () => {
  const ada = await createTestMember(database, { siteId: site.id, role: 'agent' });
  const before = await ask<TeamSettingsView>('GET', 'team');
  expect(before.body.settings).toEqual({ hours: null, handOver: 'doubt', members: null });
  expect(before.body.team.map(({ id }) => id)).toContain(ada.userId);
  const settings: TeamSettings = {
    hours: { timeZone: 'Europe/Berlin', days: [[{ from: '09:00', to: '12:00' }], [], [], [], [], [], []] },
    ...{ handOver: 'wish', members: [ada.userId] },
  };
  expect((await ask('PUT', 'team', settings)).status).toBe(204);
  expect((await ask('PUT', 'team', settings)).status).toBe(204);
  expect((await ask<TeamSettingsView>('GET', 'team')).body.settings).toEqual(settings);
  const { body: audit } = await ask<AuditPage>('GET', 'audit?action=site.team');
  expect(audit.entries).toMatchObject([{ action: 'site.team-changed', before: before.body.settings, after: settings }]);
});

test('people who may not answer there, and hours that are none, are refused', async () => {
  const good = { hours: null, handOver: 'doubt', members: null };
  const vera = await createTestMember(database, { siteId: site.id, role: 'viewer' });
  for (const [wrong, code] of [
    [{ ...good, members: [vera.userId] }, 'agent_unknown'],
    [{ ...good, members: [] }, 'bad_request'],
    [{ ...good, handOver: 'sometimes' }, 'bad_request'],
    [{ ...good, hours: { timeZone: 'Mars/Olympus', days: Array(7).fill([]) } }, 'bad_request'],
  ] as const) {
    expect(await ask('PUT', 'team', wrong)).toMatchObject({ body: { error: { code } } });
  }
});
