import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { connected, visitorSocket } from '../testing/test-socket.ts';
import { createSocketServer } from './socket-server.ts';

test('nobody gets into a namespace that serves nobody, where a connection could stay uncounted', async () => {
  const server = createServer();
  const io = createSocketServer(server, new AbortController().signal);
  io.of('/visitor');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = visitorSocket({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }, {});
  await connected(socket);
  // Below Socket.IO’s client, which would ask for none but its own.
  const answer = new Promise((resolve) => socket.io.engine.on('message', resolve));
  socket.io.engine.write('0');
  expect(await answer).toBe('4{"message":"There is no such namespace."}');
  socket.disconnect();
  await io.close();
});
