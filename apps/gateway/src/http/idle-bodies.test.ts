import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { type FastifyInstance, fastify } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cutIdleBodies } from './idle-bodies.ts';

const afterMs = 200;
let app: FastifyInstance;
beforeEach(async () => {
  app = fastify({ forceCloseConnections: true });
  cutIdleBodies(app, afterMs);
  app.addContentTypeParser('*', { parseAs: 'string' }, async (_request: unknown, body: string) => body);
  app.post('/', async ({ body }) => {
    // Who has said all may wait for an answer as long as it takes.
    await new Promise((resolve) => setTimeout(resolve, 4 * afterMs));
    return body;
  });
  app.get('/', () => new Promise((resolve) => setTimeout(resolve, 4 * afterMs, 'here')));
  await app.listen();
});
afterEach(() => app.close());

/** A request of five signs, of which nothing is sent yet. */
function begin() {
  const socket = connect((app.server.address() as AddressInfo).port);
  let answer = '';
  socket.on('data', (data) => {
    answer += data;
  });
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-type: x/y\r\ncontent-length: 5\r\nconnection: close\r\n\r\n');
  return { socket, answer: () => answer };
}

test('a body that comes slowly comes through, and its answer is waited for', async () => {
  const { socket, answer } = begin();
  for (const sign of 'hello') {
    await new Promise((resolve) => setTimeout(resolve, afterMs / 2));
    socket.write(sign);
  }
  await once(socket, 'close');
  expect(answer()).toMatch(/^HTTP\/1\.1 200 .*hello$/s);
});

test('one that nobody reads is waited for no longer than it takes to come', async () => {
  const socket = connect((app.server.address() as AddressInfo).port);
  socket.write('GET / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello');
  const [data] = await once(socket, 'data');
  expect(`${data}`).toMatch(/^HTTP\/1\.1 200 .*here$/s);
});

test('one that does not go on is cut', async () => {
  const { socket, answer } = begin();
  socket.on('error', () => {});
  socket.write('hel');
  await once(socket, 'close');
  expect(answer()).toBe('');
});
