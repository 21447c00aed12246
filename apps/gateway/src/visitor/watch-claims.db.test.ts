import { randomUUID } from 'node:crypto';
import { createVisitor, type Database, identifyVisitor } from '@frontdesk/database';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createSignedTokens } from '../access/signed-tokens.ts';
import { startTestGateway, type TestGateway, testSecret } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor, openTestDatabase, type TestSite } from '../testing/test-site.ts';
import { connectVisitor, type VisitorSocket } from '../testing/test-socket.ts';

let database: Database;
let gateway: TestGateway;
let site: TestSite;
const sockets: VisitorSocket[] = [];
const tokens = createSignedTokens(testSecret);

beforeAll(async () => {
  database = openTestDatabase();
  gateway = await startTestGateway({}, { claimsEveryMs: 200 });
  site = await createTestSite(database);
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect();
});
afterAll(async () => {
  await gateway.close();
  await database.$disconnect();
});

async function connect(visitor: { id: string; token: string }) {
  const socket = await connectVisitor(gateway, site, visitor);
  sockets.push(socket);
  return socket;
}

/** Whoever stays is looked at as often as whoever goes. */
async function expectEnd(ended: VisitorSocket) {
  const stays = await connect(await createTestVisitor(database, site.id));
  await expect.poll(() => ended.connected).toBe(false);
  expect(stays.connected).toBe(true);
}

test('a connection ends with the time of its token', async () => {
  const visitor = await createTestVisitor(database, site.id);
  const { token } = await tokens.signVisitor(
    { site: site.id, visitor: visitor.id },
    // Whole seconds, of which one may just be over.
    new Date(Date.now() + 3_000),
  );
  await expectEnd(await connect({ ...visitor, token }));
});

test('a connection ends when its secret counts no more', async () => {
  await database.identitySecret.create({ data: { siteId: site.id, version: 1, sealed: new Uint8Array(1) } });
  const { visitorId } = await identifyVisitor(database, {
    siteId: site.id,
    anonymousId: null,
    identity: { externalId: randomUUID() },
  });
  const { token } = await tokens.signVisitor({ site: site.id, visitor: visitorId, secretVersion: 1 });
  const socket = await connect({ id: visitorId, token });
  await database.identitySecret.update({
    where: { siteId_version: { siteId: site.id, version: 1 } },
    data: { validUntil: new Date() },
  });
  await expectEnd(socket);
});

test('a connection ends when its visitor is a customer by now, also where nobody told it so', async () => {
  const visitor = await createTestVisitor(database, site.id);
  const socket = await connect(visitor);
  await identifyVisitor(database, { siteId: site.id, anonymousId: visitor.id, identity: { externalId: randomUUID() } });
  await expectEnd(socket);
});

test('a connection ends when its visitor is gone', async () => {
  const id = await createVisitor(database, site.id);
  const { token } = await tokens.signVisitor({ site: site.id, visitor: id });
  const socket = await connect({ id, token });
  await database.visitor.delete({ where: { id } });
  await expectEnd(socket);
});
