import { randomUUID } from 'node:crypto';
import { useTestDatabase } from '@frontdesk/database/testing';
import type { AuditPage, MadeOrderLookUp, OrderLookUpView, OrderTest } from '@frontdesk/protocol';
import { createLogger } from '@frontdesk/telemetry';
import { beforeEach, expect, test } from 'vitest';
import { startResealing } from '../identity/start-resealing.ts';
import { askGateway } from '../testing/ask-gateway.ts';
import { createTestMember, createTestOwner, signInCookie } from '../testing/test-admin.ts';
import { startTestGateway, testSecret, useTestGateway } from '../testing/test-gateway.ts';
import { useTestOrderServer } from '../testing/test-order-server.ts';
import { createTestSite } from '../testing/test-site.ts';
import { createOrderSecrets } from './order-secrets.ts';

const server = await useTestOrderServer();
const database = useTestDatabase();
const gateway = await useTestGateway({ WEBHOOK_HOSTS: server.host, ADDRESS_SIGN_INS_PER_MINUTE: '1000' });
await createTestOwner(database);
const cookie = await signInCookie(gateway);
let siteId: string;
beforeEach(async () => {
  siteId = (await createTestSite(database)).id;
  server.asked.length = 0;
});

const settings = { url: server.url, examples: ['FE-10423'], asksEmail: false };
const ask = <Body>(method: string, body?: object, { below = '', by = cookie, at = gateway } = {}) =>
  askGateway<Body>(at, by, method, `admin/sites/${siteId}/order-look-up${below}`, body);
const set = (more: object = {}) => ask<MadeOrderLookUp>('PUT', { ...settings, ...more });
const tried = async (body: object = { number: 'fe-10424', email: 'ada@shop.example' }) =>
  (await ask<OrderTest>('POST', body, { below: '/test' })).body;
const sealedOf = async () => (await database.orderLookUp.findUniqueOrThrow({ where: { siteId } })).sealed;

test('a server is set, changed and taken away again; its secret is shown once', async () => {
  expect((await ask<OrderLookUpView>('GET')).body).toEqual({ settings: null });
  const made = await set();
  expect(made).toMatchObject({ status: 201, body: { secret: expect.stringMatching(/^whsec_/) } });
  const sealed = await sealedOf();
  expect(createOrderSecrets(testSecret).open(sealed, siteId)).toBe(made.body.secret);
  expect(await set({ asksEmail: true })).toMatchObject({ status: 200, body: { secret: null } });
  expect(await sealedOf()).toEqual(sealed);
  expect((await ask<OrderLookUpView>('GET')).body).toEqual({ settings: { ...settings, asksEmail: true } });
  expect((await ask('DELETE')).status).toBe(204);
  expect((await ask<OrderLookUpView>('GET')).body).toEqual({ settings: null });
  expect((await ask('POST', { number: '1', email: null }, { below: '/test' })).code).toBe('not_found');
  const again = await set();
  expect([again.status, again.body.secret === made.body.secret]).toEqual([201, false]);
  const { body } = await askGateway<AuditPage>(gateway, cookie, 'GET', `admin/sites/${siteId}/audit`);
  expect(body.entries.map(({ action }) => action)).toEqual([
    ...['orders.set', 'orders.removed', 'orders.set', 'orders.set'],
  ]);
});

test.each([
  { url: 'ftp://shop.example' },
  { url: 'https://user:password@shop.example' },
  { examples: [] },
  { examples: ['AB-1'] },
  { asksEmail: 'yes' },
])('%o is refused', async (wrong) => {
  expect(await set(wrong)).toMatchObject({ status: 400, code: 'bad_request' });
  expect((await ask<OrderLookUpView>('GET')).body.settings).toBeNull();
});

test('who may not manage keys sees and changes nothing, nor does the admin of another site', async () => {
  await set();
  const agent = await signInCookie(gateway, await createTestMember(database, { siteId, role: 'agent' }));
  const other = (await createTestSite(database)).id;
  const stranger = await signInCookie(gateway, await createTestMember(database, { siteId: other, role: 'admin' }));
  for (const by of [agent, stranger])
    for (const [method, body, below] of [
      ['GET', undefined, ''],
      ['PUT', settings, ''],
      ['DELETE', undefined, ''],
      ['POST', { number: 'FE-10424', email: null }, '/test'],
    ] as const)
      expect([method, await ask(method, body, { below, by })]).toEqual([
        method,
        expect.objectContaining({ status: 403, code: 'forbidden' }),
      ]);
  expect(server.asked).toHaveLength(0);
  expect((await ask<OrderLookUpView>('GET')).body.settings).toEqual(settings);
});

test('a test really asks, and says what a customer would read, or why not', async () => {
  await set();
  server.says(200, '{"text":"It left us on Monday."}');
  expect(await tried()).toEqual({
    ...{ outcome: 'found', text: 'It left us on Monday.', error: null, tookMs: expect.any(Number) },
  });
  const data = { siteId, number: 'FE-10424', email: null, customerId: null, language: 'en' };
  expect(server.asked[0]?.data).toEqual(data);
  await set({ asksEmail: true });
  server.says(404);
  expect(await tried()).toMatchObject({ outcome: 'unknown', text: null, error: null });
  expect(server.asked[1]?.data).toEqual({ ...data, email: 'ada@shop.example' });
  server.says(500);
  expect(await tried()).toMatchObject({ outcome: 'failed', text: null, error: 'It answered with status 500.' });
  server.answer(() => undefined);
  const silent = await tried();
  expect(silent).toMatchObject({ outcome: 'failed', error: expect.stringContaining('took longer than 3 s') });
  expect(silent.tookMs).toBeGreaterThan(2_900);
  expect(silent.tookMs).toBeLessThan(4_000);
});

test('a number is tried in the form in which a customer’s is asked about', async () => {
  await set();
  server.says(404);
  for (const number of ['fe 10424', 'xy-1']) await ask('POST', { number, email: null }, { below: '/test' });
  expect(server.asked.map(({ data }) => data.number)).toEqual(['FE-10424', 'XY-1']);
});

test('no address that is not public is asked, unless the operator allows it', async () => {
  await set();
  const closed = await startTestGateway();
  try {
    const test = { below: '/test', at: closed };
    const { body } = await ask<OrderTest>('POST', { number: 'FE-10424', email: null }, test);
    expect(body).toMatchObject({ outcome: 'failed', error: expect.stringContaining('not on the public internet') });
    expect(server.asked).toHaveLength(0);
  } finally {
    await closed.close();
  }
});

test('with another SECRET the secret is opened as long as the former is given, and sealed anew', async () => {
  const { secret } = (await set()).body;
  const next = randomUUID().repeat(2);
  const sealed = await sealedOf();
  expect(createOrderSecrets(next).open(sealed, siteId)).toBeUndefined();
  expect(createOrderSecrets(next, testSecret).open(sealed, siteId)).toBe(secret);
  const logger = createLogger({ name: 'test', level: 'warn', format: 'json' });
  const stop = startResealing({ database, secret: next, previous: testSecret, logger });
  await expect.poll(async () => createOrderSecrets(next).open(await sealedOf(), siteId)).toBe(secret);
  await stop();
  // A gateway that knows nothing of the new one says so, and asks nobody.
  expect(await tried()).toMatchObject({ outcome: 'failed', error: expect.stringContaining('another SECRET') });
  expect(server.asked).toHaveLength(0);
});
