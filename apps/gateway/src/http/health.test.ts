import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDatabase } from '@frontdesk/database';
import { type FastifyInstance, fastify } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createGatewayMetrics } from '../metrics.ts';
import { serveHealth } from './health.ts';

const database = createDatabase({ url: 'postgresql://nobody@127.0.0.1:1/away' });
const metrics = createGatewayMetrics();
let app: FastifyInstance;
beforeEach(() => {
  app = fastify();
  serveHealth(app, { database, metrics, state: () => ({ listening: true, stopping: false }) });
});
afterEach(async () => {
  await app.close();
  await database.$disconnect();
});

test('while the database is away a gateway still shows what it knows by itself', async () => {
  metrics.messages.inc({ channel: 'widget' });
  metrics.workersReady.set(3);
  const { statusCode, body } = await app.inject('/metrics');
  expect(statusCode).toBe(200);
  expect(body).toContain('frontdesk_gateway_messages_total{channel="widget"} 1\n');
  for (const unknown of ['num_requests_waiting', 'num_requests_running', 'workers_ready'])
    expect(body).toMatch(new RegExp(`^frontdesk_gateway_${unknown} NaN$`, 'im'));
});

test.each([
  ['10.0.0.7', {}, 200],
  ['::ffff:192.168.1.7', {}, 200],
  ['fd00::7', {}, 200],
  ['203.0.114.7', {}, 404],
  ['::ffff:203.0.114.7', {}, 404],
  ['2a01:4f8::7', {}, 404],
  ['127.0.0.1', { 'x-forwarded-for': '10.0.0.7' }, 404],
  ['127.0.0.1', { forwarded: 'for=10.0.0.7' }, 404],
])(
  'figures are for whoever asks from nearby, without a proxy: %s %o gets %i',
  async (remoteAddress, headers, status) => {
    expect((await app.inject({ url: '/metrics', remoteAddress, headers })).statusCode).toBe(status);
  },
);

test('whether it is ready is nobody’s business who comes through a proxy', async () => {
  expect((await app.inject({ url: '/readyz', headers: { 'x-forwarded-for': '203.0.114.7' } })).statusCode).toBe(404);
  expect((await app.inject('/readyz')).statusCode).toBe(503);
});

test('however many ask whether it is ready, the store is asked once a second', async () => {
  let asked = 0;
  const store = createServer((socket) => {
    asked += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(store, 'listening');
  const { port } = store.address() as AddressInfo;
  const away = createDatabase({ url: `postgresql://nobody@127.0.0.1:${port}/away` });
  const asking = fastify();
  serveHealth(asking, { database: away, metrics, state: () => ({ listening: true, stopping: false }) });
  const ready = async () => expect((await asking.inject('/readyz')).statusCode).toBe(503);
  await Promise.all(Array.from({ length: 20 }, ready));
  await ready();
  expect(asked).toBe(1);
  await sleep(1_200);
  await ready();
  expect(asked).toBe(2);
  await asking.close();
  await away.$disconnect();
  store.close();
});
