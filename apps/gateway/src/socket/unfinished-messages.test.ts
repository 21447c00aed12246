import { on, once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ask, connected, visitorSocket } from '../testing/test-socket.ts';
import { createSocketServer } from './socket-server.ts';

const mebibyte = 2 ** 20;
const path = '/socket.io/?EIO=4';
let server: Server;
let io: ReturnType<typeof createSocketServer>;
let url: string;
let refused: string[];

/** Whoever joins the customers' namespace is admitted; each request is answered with its name. */
async function listen(ofAddress?: number) {
  server = createServer();
  refused = [];
  io = createSocketServer(server, {
    ...{ stopping: new AbortController().signal, trustedProxies: 0, socketsPerAddress: 100 },
    ...(ofAddress ? { unfinished: { all: 4 * ofAddress, ofAddress } } : {}),
    metrics: { refused: (code) => void refused.push(code) },
  });
  io.of('/visitor').on('connection', (socket) => {
    socket.onAny((event: string, ...args) => args.at(-1)({ ok: true, data: event }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
afterEach(() => io.close());

/** How a WebSocket was closed: with which code of RFC 6455, and why. */
const closed = (webSocket: WebSocket) => once(webSocket, 'close').then(([code, why]) => `${code} ${why}`);

async function open(query = ''): Promise<WebSocket> {
  const webSocket = new WebSocket(`${url}${path}&transport=websocket${query}`);
  await once(webSocket, query ? 'open' : 'message');
  return webSocket;
}
async function join(): Promise<WebSocket> {
  const webSocket = await open();
  webSocket.send('40/visitor,');
  expect(`${await once(webSocket, 'message')}`).toMatch('40/visitor');
  return webSocket;
}
/** Begins a request of so many bytes, and does not end it. */
const leaveUnfinished = (webSocket: WebSocket, bytes: number) =>
  webSocket.send('42/visitor,1["hello","'.padEnd(bytes, 'a'), { fin: false });
/** Ends it, and has its answer. */
async function finish(webSocket: WebSocket): Promise<string> {
  webSocket.send('"]', { fin: true });
  return `${await once(webSocket, 'message')}`;
}

async function expectNeighbourIsAnswered() {
  const neighbour = visitorSocket({ url }, {});
  await connected(neighbour);
  expect(await ask(neighbour, 'hello', 'a'.repeat(30_000))).toEqual({ ok: true, data: 'hello' });
  neighbour.disconnect();
}

/** A polling session, and a request of it of which nothing more than `sent` comes. */
async function openPolling(): Promise<string> {
  const text = await (await fetch(`${url}${path}&transport=polling`)).text();
  return (JSON.parse(text.slice(1)) as { sid: string }).sid;
}
function post(sid: string, headers: Record<string, string | number>, sent: string) {
  const asked = request(`${url}${path}&transport=polling&sid=${sid}`, { method: 'POST', headers });
  asked.on('error', () => {}).write(sent);
  const answer = once(asked, 'response').then(async ([response]) => {
    const text: string = await response
      .setEncoding('utf8')
      .toArray()
      .then((parts: string[]) => parts.join(''));
    return { status: response.statusCode as number, text };
  });
  return { asked, answer };
}
async function joinPolling(): Promise<string> {
  const sid = await openPolling();
  const { asked, answer } = post(sid, { 'content-length': 11 }, '40/visitor,');
  asked.end();
  expect((await answer).status).toBe(200);
  expect(await (await fetch(`${url}${path}&transport=polling&sid=${sid}`)).text()).toMatch('40/visitor');
  return sid;
}

describe('who has not joined a namespace yet', () => {
  beforeEach(() => listen());

  test('sends no message that is larger than a request, finished or not', async () => {
    const webSocket = await open();
    leaveUnfinished(webSocket, 100_000);
    expect(await closed(webSocket)).toBe('1009 request_too_large');
    expect(refused).toEqual(['request_too_large']);
    await expectNeighbourIsAnswered();
  });

  test('nor while a polling connection becomes a WebSocket', async () => {
    const webSocket = await open(`&sid=${await openPolling()}`);
    leaveUnfinished(webSocket, 100_000);
    expect(await closed(webSocket)).toBe('1009 request_too_large');
  });

  test('nor by polling, where it is refused by the length that it announces', async () => {
    const { answer } = post(await openPolling(), { 'content-length': 100_000 }, 'a');
    expect(await answer).toMatchObject({ status: 413, text: expect.stringContaining('"request_too_large"') });
    expect(refused).toEqual(['request_too_large']);
  });
});

describe('who has', () => {
  test.each([['websocket'], ['polling']])('is told by %s that 10 MB are too much, and stays', async (transport) => {
    await listen();
    const socket = visitorSocket({ url }, {}, { transports: [transport] });
    await connected(socket);
    expect(await ask(socket, 'hello', 'a'.repeat(10_000_000))).toEqual({ ok: true, data: 'packet:oversized' });
    expect(await ask(socket, 'hello')).toEqual({ ok: true, data: 'hello' });
    socket.disconnect();
  });

  test('leaves only so much unfinished, all of an address together, and others go on', async () => {
    await listen(8 * mebibyte);
    const [first, second] = [await join(), await join()];
    leaveUnfinished(first, 3 * mebibyte);
    await expectNeighbourIsAnswered();
    leaveUnfinished(second, 3 * mebibyte);
    expect(await closed(second)).toBe('1013 rate_limited');
    expect(refused).toEqual(['rate_limited']);
    await expectNeighbourIsAnswered();
    // By polling, too.
    const sid = await joinPolling();
    const { answer } = post(sid, { 'content-length': 3 * mebibyte }, 'a');
    expect(await answer).toMatchObject({ status: 429, text: expect.stringContaining('"rate_limited"') });
    // What is finished, or gone, has given its room back.
    expect(await finish(first)).toMatch('packet:oversized');
    await expect.poll(() => io.of('/visitor').sockets.size).toBe(2);
    const third = await join();
    leaveUnfinished(third, 3 * mebibyte);
    expect(await finish(third)).toMatch('packet:oversized');
  });

  test('has as much again when requests of polling have ended', async () => {
    await listen(8 * mebibyte);
    for (let count = 0; count < 4; count += 1) {
      const { asked, answer } = post(await joinPolling(), { 'content-length': 3 * mebibyte }, '4');
      if (count % 2) asked.destroy();
      else asked.end('a'.repeat(3 * mebibyte - 1));
      await answer.catch(() => {});
      await expect.poll(() => asked.closed).toBe(true);
    }
    expect(refused).toEqual([]);
  });
});

/** Speaks to the server without the help of a client that ends as it should. */
async function connectRaw(head: string): Promise<Socket> {
  const socket = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined);
  socket.write(`${head}\r\nHost: 127.0.0.1\r\n`);
  return socket;
}
/** Masked with zeros, so that it stays readable. */
function frame(first: number, text: string): Buffer {
  const head = Buffer.from([first, 0x80 | 127, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(text.length, 6);
  return Buffer.concat([head, Buffer.from(text)]);
}

test('what is no frame ends the connection within moments, also of a client that stays: until then what it sent is kept', async () => {
  await listen();
  const socket = await connectRaw(`GET ${path}&transport=websocket HTTP/1.1`);
  const key = Buffer.alloc(16).toString('base64');
  socket.write(
    `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
  );
  const received = async (text: string) => {
    for await (const [piece] of on(socket, 'data')) if (`${piece}`.includes(text)) return;
  };
  await received('"sid"');
  const joined = received('40/visitor');
  socket.write(frame(0x81, '40/visitor,'));
  await joined;
  socket.write(frame(0x01, '42/visitor,1["hello","'.padEnd(mebibyte, 'a')));
  socket.write(frame(0x83, 'no such opcode'));
  const connections = () => new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
  await expect.poll(connections, { timeout: 8_000 }).toBe(0);
  socket.destroy();
});

test('a request that came behind another one gives its room back, too, when the client leaves', async () => {
  await listen(8 * mebibyte);
  for (let count = 0; count < 4; count += 1) {
    const query = `${path}&transport=polling&sid=${await joinPolling()}`;
    const socket = await connectRaw(`GET ${query} HTTP/1.1`);
    socket.write(`\r\nPOST ${query} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${3 * mebibyte}\r\n\r\n4`);
    const parsed = () => new Promise((resolve) => server.getConnections((_, open) => resolve(open)));
    await expect.poll(parsed).not.toBe(0);
    await setTimeout(100);
    socket.destroy();
    await once(socket, 'close');
  }
  await setTimeout(100);
  const webSocket = await join();
  leaveUnfinished(webSocket, 3 * mebibyte);
  expect(await finish(webSocket)).toMatch('packet:oversized');
  expect(refused).toEqual([]);
});

test('a message of very many fragments is refused', async () => {
  await listen();
  const webSocket = await join();
  for (let count = 0; count < 300; count += 1) webSocket.send('a', { fin: false });
  expect(await closed(webSocket)).toBe('1008 ');
});

test('who polls says how long each request is', async () => {
  await listen();
  const { answer } = post(await openPolling(), { 'transfer-encoding': 'chunked' }, 'a');
  expect((await answer).status).toBe(411);
});
