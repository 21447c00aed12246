import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { useTestDatabase } from '@frontdesk/database/testing';
import type { AcceptedMessage } from '@frontdesk/protocol';
import { testServers } from '@frontdesk/queue/testing';
import { createLogger } from '@frontdesk/telemetry';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { envSchema } from './env.ts';
import { startGateway } from './gateway.ts';
import { startTestGateway, type TestGateway, testSecret } from './testing/test-gateway.ts';
import { createTestSite, createTestVisitor, type TestVisitor } from './testing/test-site.ts';
import { ask, askFor, connected, connectVisitor, type VisitorSocket, visitorSocket } from './testing/test-socket.ts';

const database = useTestDatabase();
const site = await createTestSite(database);

const message = (text: string) => ({ clientMessageId: randomUUID(), text });

test('a gateway that stops ends its sockets, keeps nobody waiting, and leaves no connection', async () => {
  const gateway = await startTestGateway();
  const socket = await connectVisitor(gateway, site, await createTestVisitor(database, site.id));
  const reason = new Promise((resolve) => socket.once('disconnect', resolve));
  const chat = fetch(`${gateway.url}/v1/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ siteKey: site.key, message: 'Hello' }),
  }).then(
    ({ status }) => status,
    () => 'connection closed',
  );
  await expect.poll(() => database.generation.count({ where: { siteId: site.id } })).toBe(1);
  await gateway.close();
  // Not "io server disconnect": after that a client would not connect again.
  expect(await reason).toBe('transport close');
  expect([503, 'connection closed']).toContain(await chat);
  await expect(fetch(`${gateway.url}/healthz`)).rejects.toThrow();
  await expect.poll(listeners).toBe(0);
});

/** Connections that listen for notices; this test has none. */
async function listeners(): Promise<number | undefined> {
  const [row] = await database.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'frontdesk notices'`;
  return row?.count;
}

test('a gateway that cannot start leaves nothing open', async () => {
  const gateway = await startTestGateway();
  const listening = await listeners();
  await expect(startTestGateway({ PORT: new URL(gateway.url).port })).rejects.toThrow('EADDRINUSE');
  await expect.poll(listeners).toBe(listening);
  await gateway.close();
});

test('the log holds neither what customers say nor what is secret', async () => {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const logger = createLogger({ name: 'gateway', level: 'trace', format: 'json', destination });
  const env = envSchema.parse({
    DATABASE_URL: testServers.databaseUrl,
    REDIS_URL: testServers.redisUrl,
    PORT: '0',
    SECRET: testSecret,
    WIDGET_DIR: '/nowhere',
    WEB_URL: 'http://127.0.0.1:9',
  });
  const gateway = await startGateway(env, logger);
  const url = `http://127.0.0.1:${gateway.port}`;
  const visitor = await createTestVisitor(database, site.id);
  const socket = await connectVisitor({ url }, site, visitor);
  await ask(socket, 'message:send', message('my card is 4111-1111'));
  await ask(socket, 'message:send', { text: 'my card is 4111-1111' });
  for (const body of ['{"message":"4111-1111"', JSON.stringify({ siteKey: 'x', message: '4111-1111' })]) {
    await fetch(`${url}/v1/chat?password=query-secret`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'header-secret', cookie: 'cookie-secret=1' },
      body,
    });
  }
  await fetch(`${url}/demo?token=query-secret`);
  // A failure inside: the error itself must not quote what was asked.
  await database.$executeRaw`ALTER TABLE message RENAME COLUMN text TO text_gone`;
  expect(await ask(socket, 'message:send', message('my card is 4111-1111'))).toMatchObject({
    error: { code: 'internal' },
  });
  await database.$executeRaw`ALTER TABLE message RENAME COLUMN text_gone TO text`;
  socket.disconnect();
  await gateway.close();
  const log = lines.join('');
  expect(log).toContain('a request failed');
  expect(log).not.toMatch(/4111|query-secret|header-secret|cookie-secret/);
  expect(log).not.toContain(visitor.token);
  expect(log).not.toContain(testSecret);
});

test('polling works where websockets are blocked', async () => {
  const gateway = await startTestGateway();
  const visitor = await createTestVisitor(database, site.id);
  const auth = { siteKey: site.key, visitorToken: visitor.token };
  const socket = visitorSocket(gateway, auth, { transports: ['polling'] });
  await connected(socket);
  const accepted = await askFor<AcceptedMessage>(socket, 'message:send', message('Hello'));
  expect(accepted.duplicate).toBe(false);
  expect(await ask(socket, 'message:send', message('a'.repeat(40_000)))).toMatchObject({
    error: { code: 'request_too_large' },
  });
  socket.disconnect();
  await gateway.close();
});

test('from one address, only so many sockets', async () => {
  const gateway = await startTestGateway({ ADDRESS_SOCKETS: '2', TRUST_PROXY: '1' });
  const visitor = await createTestVisitor(database, site.id);
  const sockets = [];
  for (let count = 0; count < 2; count += 1) sockets.push(await connectVisitor(gateway, site, visitor));
  await expect(connectVisitor(gateway, site, visitor)).rejects.toMatchObject({ code: 'rate_limited' });
  sockets.pop()?.disconnect();
  await expect
    .poll(() =>
      connectVisitor(gateway, site, visitor).then(
        (socket) => sockets.push(socket),
        () => 0,
      ),
    )
    .toBe(2);
  for (const socket of sockets) socket.disconnect();
  await gateway.close();
});

test('from one address, only so many requests, over however many sockets', async () => {
  const gateway = await startTestGateway({ ADDRESS_REQUESTS_PER_SECOND: '3' });
  const visitor = await createTestVisitor(database, site.id);
  const sockets: VisitorSocket[] = [];
  for (let count = 0; count < 4; count += 1) sockets.push(await connectVisitor(gateway, site, visitor));
  const answers = await Promise.all(
    sockets.flatMap((socket) => Array.from({ length: 20 }, () => ask(socket, 'conversation:open', {}))),
  );
  // All at once, as when an office comes back: twenty seconds' worth, the handshakes among them.
  expect(answers.filter(({ ok }) => ok)).toHaveLength(3 * 20 - 4);
  expect(answers).toContainEqual({
    ok: false,
    error: expect.objectContaining({ code: 'rate_limited', retryAfterMs: expect.any(Number) }),
  });
  await expect(connectVisitor(gateway, site, visitor)).rejects.toMatchObject({ code: 'rate_limited' });
  for (const socket of sockets) socket.disconnect();
  await gateway.close();
});

describe('a connection that leaves the customers’ namespace and stays open', () => {
  let gateway: TestGateway;
  let visitor: TestVisitor;
  beforeEach(async () => {
    gateway = await startTestGateway({ ADDRESS_SOCKETS: '2' });
    visitor = await createTestVisitor(database, site.id);
  });
  afterEach(() => gateway.close());
  // Below Socket.IO’s client, which would close it.
  const leave = async (...sockets: VisitorSocket[]) => {
    for (const socket of sockets) socket.io.engine.write('1/visitor,');
    const metrics = async () => (await fetch(`${gateway.url}/metrics`)).text();
    await expect.poll(metrics).toContain('frontdesk_gateway_sockets{namespace="/visitor"} 0\n');
  };
  const comeBack = (socket: VisitorSocket) =>
    new Promise((resolve) => {
      socket.once('connect', () => resolve('connected'));
      socket.once('connect_error', (error) => resolve((error as { data?: unknown }).data));
      socket.io.engine.write(`0/visitor,${JSON.stringify({ siteKey: site.key, visitorToken: visitor.token })}`);
    });
  const askOften = async (socket: VisitorSocket, count: number) => {
    const answers = await Promise.all(Array.from({ length: count }, () => ask(socket, 'conversation:open', {})));
    return answers.filter(({ ok }) => ok).length;
  };

  test('is one of its address until it closes', async () => {
    const sockets = [await connectVisitor(gateway, site, visitor), await connectVisitor(gateway, site, visitor)];
    await leave(...sockets);
    await expect(connectVisitor(gateway, site, visitor)).rejects.toMatchObject({ code: 'rate_limited' });
    for (const socket of sockets) socket.disconnect();
  });

  test('has made the requests that it made before, and comes back only so often', async () => {
    const socket = await connectVisitor(gateway, site, visitor);
    expect(await askOften(socket, 75)).toBe(75);
    await leave(socket);
    expect(await comeBack(socket)).toBe('connected');
    expect(await askOften(socket, 75)).toBe(23);
    await leave(socket);
    expect(await comeBack(socket)).toMatchObject({ code: 'rate_limited' });
    socket.disconnect();
  });
});
