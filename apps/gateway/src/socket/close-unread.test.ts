import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, connected, type VisitorSocket, visitorSocket } from '../testing/test-socket.ts';
import { createSocketServer } from './socket-server.ts';

const server = createServer();
const io = createSocketServer(server, {
  ...{ stopping: new AbortController().signal, trustedProxies: 0, socketsPerAddress: 100, metrics: { refused() {} } },
});
let url: string;

beforeAll(async () => {
  io.of('/visitor').on('connection', (socket) => {
    socket.on('tell', (chars: number, reply) => reply('a'.repeat(chars)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => io.close());

async function connect(): Promise<VisitorSocket> {
  const socket = visitorSocket({ url }, {});
  await connected(socket);
  return socket;
}

test('who asks again and again, and reads nothing, is closed; nobody else is', async () => {
  const [silent, neighbour] = [await connect(), await connect()];
  const closed = new Promise((resolve) => silent.once('disconnect', resolve));
  const { ws } = silent.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } };
  ws.pause();
  for (let id = 0; id < 100; id += 1) silent.io.engine.write(`2/visitor,${id}["tell",500000]`);
  await expect.poll(() => io.of('/visitor').sockets.size).toBe(1);
  ws.resume();
  expect(await closed).toBe('transport close');
  expect(await ask(neighbour, 'tell', 3)).toBe('aaa');
  neighbour.disconnect();
});

test('who reads is not, however long an answer is', async () => {
  const socket = await connect();
  for (let count = 0; count < 3; count += 1) expect(await ask(socket, 'tell', 5_000_000)).toHaveLength(5_000_000);
  expect(socket.connected).toBe(true);
  socket.disconnect();
});
