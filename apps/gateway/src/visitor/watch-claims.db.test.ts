import { randomUUID } from 'node:crypto';
import { createVisitor, identifyVisitor } from '@frontdesk/database';
import { useTestDatabase } from '@frontdesk/database/testing';
import { expect, test } from 'vitest';
import { keep } from '../../../../scripts/testing/keep.ts';
import { createSignedTokens } from '../access/signed-tokens.ts';
import { testSecret, useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor } from '../testing/test-site.ts';
import { connectVisitor, type VisitorSocket } from '../testing/test-socket.ts';

const tokens = createSignedTokens(testSecret);

const database = useTestDatabase();
const gateway = await useTestGateway({}, { claimsEveryMs: 200 });
const site = await createTestSite(database);

async function connect(visitor: { id: string; token: string }) {
  return keep(await connectVisitor(gateway, site, visitor));
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
