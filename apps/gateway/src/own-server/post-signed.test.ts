import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { postSigned } from './post-signed.ts';

const post = { id: 'a', body: '{}', secret: 'whsec_YQ==', userAgent: 'Test/1', withinMs: 10_000 };
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function serverThatSays(text: string | null) {
  const server = createServer((socket) => {
    closing.push(() => socket.destroy());
    socket.on('error', () => undefined);
    if (text !== null) socket.once('data', () => socket.write(text));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  const host = `127.0.0.1:${(server.address() as { port: number }).port}`;
  return { url: `http://${host}/`, privateHosts: [host] };
}

test('another protocol is no answer, and keeps nobody waiting', async () => {
  const server = await serverThatSays(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
  );
  await expect(postSigned({ ...post, ...server })).rejects.toThrow('gave no answer');
});

test('an answer counts before its body has come', async () => {
  const server = await serverThatSays('HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nx');
  expect(await postSigned({ ...post, ...server })).toEqual({ status: 200 });
});

test('for how long its server wants to be left alone is read', async () => {
  const server = await serverThatSays('HTTP/1.1 429 Too Many Requests\r\nRetry-After: 120\r\nRetry-After: 7\r\n\r\n');
  expect(await postSigned({ ...post, ...server })).toEqual({ status: 429, retryAfter: '120' });
});

test('it ends with the gateway', async () => {
  const server = await serverThatSays(null);
  const stopping = new AbortController();
  const posting = postSigned({ ...post, ...server, signal: stopping.signal });
  stopping.abort();
  await expect(posting).rejects.toThrow('being stopped');
  await expect(postSigned({ ...post, ...server, signal: stopping.signal })).rejects.toThrow('being stopped');
});

test('what customers write goes to nobody in clear but to whom the operator allows', async () => {
  await expect(postSigned({ ...post, url: 'http://192.0.2.1/', privateHosts: [] })).rejects.toThrow(
    'not on the public',
  );
  await expect(postSigned({ ...post, url: 'http://1.1.1.1/', privateHosts: [] })).rejects.toThrow('without encryption');
  await expect(postSigned({ ...post, url: 'http://shop.example/', privateHosts: [] })).rejects.toThrow('https://');
});

test('a host is allowed with its port, also the usual one, or with all of them', async () => {
  const refused = /ECONNREFUSED|took longer/;
  for (const privateHosts of [['127.0.0.1:9'], ['127.0.0.1']])
    await expect(postSigned({ ...post, url: 'http://127.0.0.1:9/', privateHosts })).rejects.toThrow(refused);
  await expect(postSigned({ ...post, url: 'https://127.0.0.1:443/', privateHosts: ['127.0.0.1:443'] })).rejects.toThrow(
    /could not be reached/,
  );
  await expect(postSigned({ ...post, url: 'http://127.0.0.1:9/', privateHosts: ['127.0.0.1:10'] })).rejects.toThrow(
    'not on the public',
  );
});

const says = (status: string, body: string, length = body.length) =>
  serverThatSays(`HTTP/1.1 ${status}\r\nContent-Length: ${length}\r\n\r\n${body}`);
const bodyOf = async (server: Awaited<ReturnType<typeof serverThatSays>>) => {
  const { status, body } = await postSigned({ ...post, ...server, bodyBytes: 10, withinMs: 300 });
  return [status, body && Buffer.from(body).toString()];
};

test('a body is read where one is wanted, up to its limit, and of no other status', async () => {
  expect(await bodyOf(await says('200 OK', '0123456789'))).toEqual([200, '0123456789']);
  expect(await bodyOf(await says('404 Not Found', '01234567890'))).toEqual([404, undefined]);
  expect(await bodyOf(await says('302 Found\r\nLocation: http://127.0.0.1:1/', '0'))).toEqual([302, undefined]);
  await expect(bodyOf(await says('200 OK', '01234567890'))).rejects.toThrow('with more than 10 bytes');
});

test('a body that does not end, or breaks off, is none', async () => {
  await expect(bodyOf(await says('200 OK', '01234', 10))).rejects.toThrow('took longer than 0.3 s');
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n01234'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  const host = `127.0.0.1:${(server.address() as { port: number }).port}`;
  await expect(bodyOf({ url: `http://${host}/`, privateHosts: [host] })).rejects.toThrow('gave no answer');
});
