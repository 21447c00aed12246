// @vitest-environment jsdom
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { attachmentLimits, type ErrorCode, errors } from '@frontdesk/protocol';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { createTimers, type Timers } from '../connection/timers.ts';
import { coded } from '../testing/scripted-gateway.ts';
import { createUploads, type Uploads } from './uploads.ts';

let server: Server;
let uploads: Uploads;
let online = true;
let renewed = 0;
/** On a machine that does other things too. */
const soon = (holds: () => void) => vi.waitFor(holds, { timeout: 15_000 });
/** What the gateway says next, in turn; then it takes what comes. `hang` never answers; `proxy` is a server before it; `late` has waited for it too long. */
let answers: (ErrorCode | 'hang' | 'proxy' | 'late')[] = [];
let requests: { method: string; path: string; token: string | undefined; body: string }[] = [];
let made = 0;

beforeEach(async () => {
  [online, renewed, answers, requests] = [true, 0, [], []];
  server = createServer(async (request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'authorization, content-type');
    response.setHeader('access-control-allow-methods', '*');
    if (request.method === 'OPTIONS') return response.end();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url: path = '', headers } = request;
    requests.push({ method, path, token: headers.authorization, body: Buffer.concat(chunks).toString() });
    const answer = answers.shift();
    if (answer === 'hang') return;
    if (answer === 'proxy') return response.writeHead(413).end('<html><h1>413 Request Entity Too Large</h1></html>');
    response.setHeader('content-type', 'application/json');
    if (answer === 'late') return response.writeHead(408).end('{"error":"Request Timeout","statusCode":408}');
    if (answer) {
      response.statusCode = errors[answer].status;
      return response.end(JSON.stringify({ error: coded(answer) }));
    }
    response.statusCode = path.endsWith('/address') ? 200 : 201;
    made += 1;
    const id = `0190a6c0-0000-7000-8000-${String(made).padStart(12, '0')}`;
    const address = { path: `/v1/attachments/${id}?pass=p`, expiresAt: new Date(Date.now() + 900_000).toISOString() };
    const body = path.endsWith('/address') ? address : { id, name: 'a.png', type: 'image/png', bytes: 4 };
    return response.end(JSON.stringify(body));
  }).listen(0);
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:picture', revokeObjectURL: () => {} }));
  uploads = uploadsWith(createTimers());
});
const uploadsWith = (timers: Timers) =>
  createUploads({
    gatewayUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { token: async () => `token-${renewed}`, forget: () => false, close: () => {}, visitorId: () => null },
    timers,
    online: () => online,
    renew: (refused) => {
      expect(refused).toBe(`token-${renewed}`);
      renewed += 1;
      online = false;
    },
  });
afterEach(() => {
  uploads.close();
  server.closeAllConnections();
  server.close();
});

const picture = (name = 'a.png') => new File(['fern'], name, { type: 'image/png' });
const first = () => uploads.getState()[0];
const status = () => uploads.getState().map((one) => one.status);

test('a file is sent as soon as it is chosen, and taken with the message', async () => {
  uploads.add([picture('my pot.png')]);
  expect(first()).toMatchObject({ name: 'my pot.png', bytes: 4, status: 'uploading', preview: 'blob:picture' });
  await soon(() => expect(status()).toEqual(['ready']));
  expect(requests).toEqual([
    { method: 'POST', path: '/v1/attachments?name=my%20pot.png', token: 'Bearer token-0', body: 'fern' },
  ]);
  const [taken] = uploads.take();
  expect(uploads.getState()).toEqual([]);
  expect(uploads.previewOf(taken?.id ?? '')).toBe('blob:picture');
  // The address of a file of before is asked for once, and kept while it holds.
  const address = await uploads.addressOf(taken?.id ?? '');
  expect(address).toMatch(/\?pass=p$/);
  expect(await uploads.addressOf(taken?.id ?? '')).toBe(address);
  expect(requests.filter(({ path }) => path.endsWith('/address'))).toHaveLength(1);
});

test('what waits goes out when the chat is online again', async () => {
  online = false;
  uploads.add([picture()]);
  expect(status()).toEqual(['waiting']);
  online = true;
  uploads.flush();
  await soon(() => expect(status()).toEqual(['ready']));
});

test('a gateway that has no time is asked again, one that wants another token gets it', async () => {
  answers = ['unavailable', 'token_expired'];
  uploads.add([picture()]);
  await soon(() => expect(renewed).toBe(1));
  // The connection, too, comes back with the new token.
  online = true;
  uploads.flush();
  await soon(() => expect(status()).toEqual(['ready']));
  expect(requests.map(({ token }) => token)).toEqual(['Bearer token-0', 'Bearer token-0', 'Bearer token-1']);
});

test('a refusal stands beside its file, and not in the way of the others', async () => {
  answers = ['attachment_type'];
  uploads.add([picture('no picture.png')]);
  await soon(() => expect(status()).toEqual(['failed']));
  expect(first()).toMatchObject({ error: { code: 'attachment_type' }, retryable: false });
  uploads.add([picture()]);
  await soon(() => expect(status()).toEqual(['failed', 'ready']));
});

test('a file that is not there any more, as a folder never was, is not asked for again and again', async () => {
  const file = picture();
  vi.spyOn(file, 'slice').mockImplementation(() =>
    Object.assign(new Blob(), { arrayBuffer: () => Promise.reject(new Error('not readable')) }),
  );
  answers = ['unavailable'];
  uploads.add([file]);
  await soon(() => expect(status()).toEqual(['failed']));
  expect(first()).toMatchObject({ error: { code: 'attachment_unknown' }, retryable: false });
});

test('a file that a server before the gateway finds too large is that', async () => {
  answers = ['proxy'];
  uploads.add([picture()]);
  await soon(() => expect(status()).toEqual(['failed']));
  expect(first()).toMatchObject({ error: { code: 'attachment_too_large' }, retryable: false });
});

test('a file that gets no answer while the chat has one is given up, and can be tried again', async () => {
  uploads = uploadsWith({ after: (_ms, run) => void setTimeout(run), clear: () => {} });
  answers = Array(8).fill('unavailable');
  uploads.add([picture()]);
  await soon(() => expect(status()).toEqual(['failed']));
  expect(first()).toMatchObject({ error: { code: 'unavailable' }, retryable: true });
  uploads.retry(first()?.key ?? '');
  await soon(() => expect(status()).toEqual(['ready']));
});

test('an upload of which nothing moves for a minute has failed, and can be tried again; without a connection it waits', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const send = vi.spyOn(XMLHttpRequest.prototype, 'send');
  answers = ['hang', 'hang'];
  uploads.add([picture()]);
  await soon(() => expect(requests).toHaveLength(1));
  vi.advanceTimersByTime(50_000);
  const request = send.mock.contexts.at(-1) as XMLHttpRequest;
  request.upload.dispatchEvent(new ProgressEvent('progress', { loaded: 1, total: 4 }));
  vi.advanceTimersByTime(50_000);
  expect(first()).toMatchObject({ status: 'uploading', progress: 0.25 });
  vi.advanceTimersByTime(10_000);
  await soon(() =>
    expect(first()).toMatchObject({ status: 'failed', error: { code: 'unavailable' }, retryable: true }),
  );
  uploads.retry(first()?.key ?? '');
  await soon(() => expect(requests).toHaveLength(2));
  online = false;
  vi.advanceTimersByTime(60_000);
  await soon(() => expect(status()).toEqual(['waiting']));
});

test('a file for which the gateway has waited too long is not sent again by itself', async () => {
  answers = ['late'];
  uploads.add([picture()]);
  await soon(() => expect(status()).toEqual(['failed']));
  expect(first()).toMatchObject({ error: { code: 'unavailable' }, retryable: true });
  expect(requests).toHaveLength(1);
});

test('a file in the middle of which the connection breaks is sent once more, and then given up', async () => {
  uploads = uploadsWith({ after: (_ms, run) => void setTimeout(run), clear: () => {} });
  const send = vi.spyOn(XMLHttpRequest.prototype, 'send');
  onTestFinished(() => send.mockRestore());
  answers = Array(8).fill('hang');
  uploads.add([picture()]);
  for (const times of [1, 2]) {
    await soon(() => expect(requests).toHaveLength(times));
    const request = send.mock.contexts.at(-1) as XMLHttpRequest;
    request.upload.dispatchEvent(new ProgressEvent('progress', { loaded: 1, total: 4 }));
    request.upload.dispatchEvent(new ProgressEvent('error'));
    request.dispatchEvent(new ProgressEvent('error'));
  }
  await soon(() => expect(status()).toEqual(['failed']));
  expect(first()).toMatchObject({ error: { code: 'unavailable' }, retryable: true });
  expect(requests).toHaveLength(2);
});

test('what was refused takes no place, and goes with the message that goes without it', async () => {
  uploads.add([...Array(attachmentLimits.perMessage)].map(() => new File(['z'], 'x.zip', { type: 'application/zip' })));
  uploads.add([picture()]);
  await soon(() => expect(status().at(-1)).toBe('ready'));
  expect(uploads.take()).toHaveLength(1);
  expect(status()).toEqual([]);
});

test.each<[string, File[], ErrorCode]>([
  [
    'too large',
    [new File([new Uint8Array(attachmentLimits.bytes + 1)], 'a.txt', { type: 'text/plain' })],
    'attachment_too_large',
  ],
  ['empty', [new File([], 'a.png', { type: 'image/png' })], 'attachment_empty'],
  ['a program', [new File(['MZ'], 'a.exe', { type: 'application/x-msdownload' })], 'attachment_type'],
  ['one too many', Array.from({ length: attachmentLimits.perMessage + 1 }, () => picture()), 'attachments_too_many'],
])('%s: is refused before it is sent', (_, files, code) => {
  online = false;
  uploads.add(files);
  expect(uploads.getState().at(-1)).toMatchObject({ status: 'failed', error: { code }, preview: null });
  expect(requests).toEqual([]);
});

test('a kind that the browser calls by another name is known by the ending; what it is, the gateway says', async () => {
  uploads.add([new File(['a,b'], 'Orders.CSV', { type: 'application/vnd.ms-excel' })]);
  await soon(() => expect(status()).toEqual(['ready']));
});

test('a name that is cut in the middle of a sign is sent without that half', async () => {
  uploads.add([new File(['fern'], `${'🌿'.repeat(100)}a.pdf`, { type: 'application/pdf' })]);
  await soon(() => expect(status()).toEqual(['ready']));
  expect(requests[0]?.path).toBe(`/v1/attachments?name=${encodeURIComponent(`${'🌿'.repeat(97)}a.pdf`)}`);
});

test('a file can be taken back while it is on its way, and after', async () => {
  answers = ['hang'];
  uploads.add([picture()]);
  await soon(() => expect(requests).toHaveLength(1));
  uploads.remove(first()?.key ?? '');
  expect(uploads.getState()).toEqual([]);
  uploads.add([picture()]);
  await soon(() => expect(status()).toEqual(['ready']));
  uploads.remove(first()?.key ?? '');
  await soon(() => expect(requests.at(-1)?.method).toBe('DELETE'));
});

test('a file is lost with the page until its message has it, also one that waits for it; one that is refused is not', async () => {
  uploads.add([new File(['z'], 'x.zip', { type: 'application/zip' })]);
  expect(uploads.hasUnsent()).toBe(false);
  uploads.add([picture()]);
  expect(uploads.hasUnsent()).toBe(true);
  await soon(() => expect(status()).toEqual(['failed', 'ready']));
  expect(uploads.hasUnsent()).toBe(true);
  uploads.take();
  expect(uploads.hasUnsent()).toBe(false);
  online = false;
  uploads.add([picture()]);
  const ready = vi.fn();
  uploads.setAside({ ready, failed: () => {} });
  expect(status()).toEqual([]);
  expect(uploads.hasUnsent()).toBe(true);
  online = true;
  uploads.flush();
  await soon(() => expect(ready).toHaveBeenCalledOnce());
  expect(uploads.hasUnsent()).toBe(false);
});

test('whoever leaves keeps no picture in memory, also none that is not sent, or waits with its message', async () => {
  const revoke = vi.spyOn(URL, 'revokeObjectURL');
  let made = 0;
  vi.spyOn(URL, 'createObjectURL').mockImplementation(() => `blob:${++made}`);
  uploads.add([picture()]);
  await soon(() => expect(status()).toEqual(['ready']));
  uploads.take();
  online = false;
  uploads.add([picture()]);
  uploads.setAside({ ready: () => {}, failed: () => {} });
  uploads.add([picture()]);
  uploads.close();
  expect(revoke.mock.calls.flat().sort()).toEqual(['blob:1', 'blob:2', 'blob:3']);
});

test('for another visitor all is sent once more', async () => {
  uploads.add([picture()]);
  await soon(() => expect(status()).toEqual(['ready']));
  uploads.restart();
  expect(status()).toEqual(['waiting']);
  uploads.flush();
  await soon(() => expect(status()).toEqual(['ready']));
  expect(requests).toHaveLength(2);
});

test('who reads a sent file with a token that has ended is given another one', async () => {
  const id = '0190a6c0-0000-7000-8000-000000000001';
  answers = ['token_expired'];
  await expect(uploads.addressOf(id)).resolves.toContain('?pass=p');
  expect(renewed).toBe(1);
  expect(requests.map(({ token }) => token)).toEqual(['Bearer token-0', 'Bearer token-1']);
  // A gateway that wants yet another one is not asked for ever, and what is refused is no matter of tokens.
  answers = ['token_expired', 'token_invalid'];
  await expect(uploads.addressOf(id.replace(/1$/, '2'))).rejects.toMatchObject({ wire: { code: 'token_invalid' } });
  answers = ['attachment_unknown'];
  await expect(uploads.addressOf(id.replace(/1$/, '3'))).rejects.toMatchObject({
    wire: { code: 'attachment_unknown' },
  });
  expect(renewed).toBe(2);
});
