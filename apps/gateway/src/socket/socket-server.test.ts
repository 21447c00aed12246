import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { connected, type VisitorSocket, visitorSocket } from '../testing/test-socket.ts';
import { createSocketServer } from './socket-server.ts';

test('nobody gets into a namespace that serves nobody, where a connection could stay uncounted', async () => {
  const server = createServer();
  const io = createSocketServer(server, {
    ...{ stopping: new AbortController().signal, trustedProxies: 0, socketsPerAddress: 100, metrics: { refused() {} } },
  });
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

test('connections of one address are counted, whatever they ask for', async () => {
  const server = createServer();
  const io = createSocketServer(server, {
    ...{ stopping: new AbortController().signal, trustedProxies: 0, socketsPerAddress: 1, metrics: { refused() {} } },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  io.of('/visitor');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sockets: VisitorSocket[] = [];
  const connect = () => {
    const socket = visitorSocket({ url }, {});
    sockets.push(socket);
    const ended = new Promise((resolve) => socket.io.once('close', () => resolve('closed')));
    return Promise.race([connected(socket).then(() => 'open'), ended]);
  };
  expect([await connect(), await connect(), await connect()]).toEqual(['open', 'open', 'closed']);
  sockets[0]?.disconnect();
  await expect.poll(connect).toBe('open');
  for (const socket of sockets) socket.disconnect();
  await io.close();
});

test('those of one network are counted, too: whoever has it has all of its addresses', async () => {
  const server = createServer();
  const io = createSocketServer(server, {
    ...{ stopping: new AbortController().signal, trustedProxies: 1, socketsPerAddress: 1, metrics: { refused() {} } },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/socket.io/?EIO=4&transport=websocket`;
  const connect = async (address: string) => {
    await once(new WebSocket(url, { headers: { 'x-forwarded-for': address } }), 'message');
  };
  for (let host = 1; host <= 40; host += 1) await connect(`192.0.2.${host}`);
  await expect.poll(() => io.engine.clientsCount).toBe(32);
  await connect('198.51.100.1');
  expect(io.engine.clientsCount).toBe(33);
  await io.close();
});
