import { orderReplyLimits } from '@frontdesk/protocol';
import { beforeEach, expect, test } from 'vitest';
import { isSignedBy, useTestOrderServer } from '../testing/test-order-server.ts';
import { askOrderServer } from './ask-order-server.ts';
import { createOrderSecrets } from './order-secrets.ts';

const server = await useTestOrderServer();
beforeEach(() => {
  server.asked.length = 0;
});

const orderSecrets = createOrderSecrets('s'.repeat(32));
const secret = orderSecrets.make();
const site = { url: server.url, sealed: orderSecrets.seal(secret, 'shop') };
const data = { siteId: 'shop', number: 'FE-10423', email: null, customerId: 'c-1', language: 'de' };
const asking = { orderSecrets, privateHosts: [server.host], withinMs: 300 };
const ask = (at = site, by = asking) => askOrderServer(by, at, { id: 'order_1', data });
const { says } = server;
const text = (said: unknown) => says(200, JSON.stringify({ text: said }));
const failed = (error: string) => ({
  ...{ answer: { outcome: 'failed', number: 'FE-10423' }, error: expect.stringContaining(error) },
});

test('the site’s server is asked by a signed request, and what it says is what is said', async () => {
  text('It left us on Monday.');
  const found = { outcome: 'found', number: 'FE-10423', text: 'It left us on Monday.' };
  expect(await ask()).toEqual({ answer: found, error: null });
  const [question] = server.asked;
  expect(JSON.parse(question?.text ?? '')).toEqual({
    ...{ type: 'order:look-up', timestamp: expect.stringMatching(/^\d{4}-.*Z$/), data },
  });
  expect(question && isSignedBy(question, secret)).toBe(true);
  expect(question?.headers).toMatchObject({ 'webhook-id': 'order_1', 'content-type': 'application/json' });
});

test('404 says that there is no such order, whatever else it says', async () => {
  says(404, 'x'.repeat(1_000_000));
  expect(await ask()).toEqual({ answer: { outcome: 'unknown', number: 'FE-10423' }, error: null });
});

test('of its text nothing is said that can’t be seen', async () => {
  text('\u0000 On its\u202e way\u0007.\r\nTomorrow.\ud800 ');
  expect((await ask()).answer).toMatchObject({ outcome: 'found', text: 'On its way.\nTomorrow.\ufffd' });
  text('x'.repeat(orderReplyLimits.chars));
  expect((await ask()).answer).toMatchObject({ outcome: 'found' });
});

test.each<[string, () => void, string]>([
  ['500', () => says(500, '{"text":"On its way."}'), 'status 500'],
  ['201', () => says(201, '{"text":"On its way."}'), 'status 201'],
  ['204', () => says(204), 'status 204'],
  ['a redirect', () => says(307, '', { location: server.url }), 'status 307'],
  ['no JSON', () => says(200, 'On its way.'), 'no {"text": "…"} in JSON'],
  ['nothing', () => says(200), 'no {"text": "…"} in JSON'],
  ['what is no UTF-8', () => says(200, Buffer.from('{"text":"Stra\xdfe"}', 'latin1')), 'no {"text": "…"} in JSON'],
  ['another field', () => says(200, '{"message":"On its way."}'), 'no {"text": "…"} in JSON'],
  ['a number', () => text(1), 'no {"text": "…"} in JSON'],
  ['an empty text', () => text('  '), 'no {"text": "…"} in JSON'],
  ['a text that can’t be seen', () => text('\u200b\u0007'), 'nothing can be seen'],
  ['too long a text', () => text('x'.repeat(orderReplyLimits.chars + 1)), '1 to 1,000 characters'],
  ['too large a body', () => says(200, `{"text":"a"${' '.repeat(orderReplyLimits.bytes)}}`), 'more than 16384 bytes'],
  ['silence', () => server.answer(() => undefined), 'took longer than 0.3 s'],
  [
    'a body without end',
    () =>
      server.answer((response) => {
        response.writeHead(200).write('{"text":"a"');
        const more = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(more));
      }),
    'took longer than 0.3 s',
  ],
  ['a connection that is cut', () => server.answer((response) => void response.socket?.destroy()), 'ECONNRESET'],
])('%s is no answer', async (_, set, error) => {
  set();
  expect(await ask()).toEqual(failed(error));
  expect(server.asked).toHaveLength(1);
});

test('nobody is asked who may not be, nor with a secret that can’t be opened', async () => {
  text('On its way.');
  expect(await ask(site, { ...asking, privateHosts: [] })).toEqual(failed('not on the public internet'));
  expect(await ask({ ...site, sealed: orderSecrets.seal(secret, 'other shop') })).toEqual(failed('another SECRET'));
  expect(await ask({ ...site, url: 'no address' })).toEqual(failed('could not be asked'));
  expect(server.asked).toHaveLength(0);
});
