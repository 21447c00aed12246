import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { postWebhook } from './post-webhook.ts';

const post = { id: 'a', body: '{}', secret: 'whsec_YQ==' };
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
  await expect(postWebhook({ ...post, ...server })).rejects.toThrow('gave no answer');
});

test('an answer counts before its body has come', async () => {
  const server = await serverThatSays('HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nx');
  expect(await postWebhook({ ...post, ...server })).toEqual({ status: 200 });
});

test('for how long its server wants to be left alone is read', async () => {
  const server = await serverThatSays('HTTP/1.1 429 Too Many Requests\r\nRetry-After: 120\r\nRetry-After: 7\r\n\r\n');
  expect(await postWebhook({ ...post, ...server })).toEqual({ status: 429, retryAfter: '120' });
});

test('it ends with the gateway', async () => {
  const server = await serverThatSays(null);
  const stopping = new AbortController();
  const posting = postWebhook({ ...post, ...server, signal: stopping.signal });
  stopping.abort();
  await expect(posting).rejects.toThrow('being stopped');
  await expect(postWebhook({ ...post, ...server, signal: stopping.signal })).rejects.toThrow('being stopped');
});

test('what customers write goes to nobody in clear but to whom the operator allows', async () => {
  await expect(postWebhook({ ...post, url: 'http://192.0.2.1/', privateHosts: [] })).rejects.toThrow(
    'not on the public',
  );
  await expect(postWebhook({ ...post, url: 'http://1.1.1.1/', privateHosts: [] })).rejects.toThrow(
    'without encryption',
  );
  await expect(postWebhook({ ...post, url: 'http://shop.example/', privateHosts: [] })).rejects.toThrow('https://');
});

test('a host is allowed with its port, also the usual one, or with all of them', async () => {
  const refused = /ECONNREFUSED|took longer/;
  for (const privateHosts of [['127.0.0.1:9'], ['127.0.0.1']])
    await expect(postWebhook({ ...post, url: 'http://127.0.0.1:9/', privateHosts })).rejects.toThrow(refused);
  await expect(
    postWebhook({ ...post, url: 'https://127.0.0.1:443/', privateHosts: ['127.0.0.1:443'] }),
  ).rejects.toThrow(/could not be reached/);
  await expect(postWebhook({ ...post, url: 'http://127.0.0.1:9/', privateHosts: ['127.0.0.1:10'] })).rejects.toThrow(
    'not on the public',
  );
});
