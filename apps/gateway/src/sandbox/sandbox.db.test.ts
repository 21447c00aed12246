import { randomUUID } from 'node:crypto';
import { useTestDatabase } from '@frontdesk/database/testing';
import { standardRates, type TicketResponse, type VisitorTokenResponse } from '@frontdesk/protocol';
import { beforeEach, expect, test } from 'vitest';
import { createTestMember, signInCookie, type TestAccount } from '../testing/test-admin.ts';
import { useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, type TestSite } from '../testing/test-site.ts';
import { ask, connectVisitor, type VisitorSocket } from '../testing/test-socket.ts';

const database = useTestDatabase();
const gateway = await useTestGateway({ ADDRESS_SIGN_INS_PER_MINUTE: '1000' });
let site: TestSite;
let admin: TestAccount;
let agent: TestAccount & { userId: string };
beforeEach(async () => {
  site = await createTestSite(database);
  admin = await createTestMember(database, { siteId: site.id, role: 'admin' });
  agent = await createTestMember(database, { siteId: site.id, role: 'agent' });
});

async function fetchJson<Body>(method: string, path: string, { cookie = '', ...headers }, body?: object) {
  const response = await fetch(`${gateway.url}/v1/${path}`, {
    method,
    headers: { cookie, origin: gateway.url, ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as Body };
}

/** An agent who tries the bot. */
async function tryBot(): Promise<{ id: string; token: string }> {
  const cookie = await signInCookie(gateway, agent);
  const { ticket } = (await fetchJson<TicketResponse>('POST', `admin/sites/${site.id}/sandbox-tickets`, { cookie }, {}))
    .body;
  const { visitorId, visitorToken } = (await fetchJson<VisitorTokenResponse>('POST', 'visitor-tokens', {}, { ticket }))
    .body;
  return { id: visitorId, token: visitorToken };
}
const ended = (socket: VisitorSocket) => new Promise((resolve) => socket.once('disconnect', resolve));

test.each([
  ['is removed', (path: string, cookie: string) => fetchJson('DELETE', path, { cookie })],
  ['only looks from now on', (path: string, cookie: string) => fetchJson('PUT', path, { cookie }, { role: 'viewer' })],
])('an agent who %s has no sandbox any more, by what is open and by what was given', async (_, change) => {
  const visitor = await tryBot();
  const socket = await connectVisitor(gateway, site, visitor);
  const end = ended(socket);
  const files = () => fetchJson('DELETE', `attachments/${randomUUID()}`, { authorization: `Bearer ${visitor.token}` });
  expect((await files()).status).toBe(204);
  const path = `admin/sites/${site.id}/members/${agent.userId}`;
  expect((await change(path, await signInCookie(gateway, admin))).status).toBe(204);
  await end;
  const refused = { code: 'token_invalid' };
  await expect(connectVisitor(gateway, site, visitor)).rejects.toMatchObject(refused);
  expect(await files()).toMatchObject({ status: 401, body: { error: refused } });
  const question = { siteKey: site.key, visitorToken: visitor.token, message: 'Hello' };
  expect(await fetchJson('POST', 'chat', {}, question)).toMatchObject({ status: 401, body: { error: refused } });
  expect(await database.message.count({ where: { siteId: site.id } })).toBe(0);
});

test('an agent whose role is another one that may is back at once', async () => {
  const visitor = await tryBot();
  const socket = await connectVisitor(gateway, site, visitor);
  const end = ended(socket);
  const path = `admin/sites/${site.id}/members/${agent.userId}`;
  await fetchJson('PUT', path, { cookie: await signInCookie(gateway, admin) }, { role: 'admin' });
  await end;
  (await connectVisitor(gateway, site, visitor)).disconnect();
});

test('wishes for a person of who tries the bot count as nobody’s, and are refused for nobody’s', async () => {
  const socket = await connectVisitor(gateway, site, await tryBot());
  const more = standardRates.personWishesPerMinute + 1;
  for (let count = 0; count < more; count += 1)
    expect(await ask(socket, 'person:request', {})).toMatchObject({ ok: true });
  socket.disconnect();
});
