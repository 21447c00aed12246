import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTicketOffice } from './ticket-office.ts';

const asked: { type: string | undefined; body: { locale?: string; identityToken?: string } }[] = [];
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  asked.push({ type: request.headers['content-type'], body: JSON.parse(body) });
  const { locale, identityToken } = asked.at(-1)?.body ?? {};
  response.setHeader('content-type', 'application/json');
  // What the site's server signed is not good any more after the first time.
  if (identityToken && asked.length > 1) response.end('{"error":{"code":"identity_expired","message":""}}');
  else if (identityToken === '') response.end('{"error":{"code":"identity_invalid","message":""}}');
  else response.end(JSON.stringify({ ticket: `ticket-${asked.length}`, texts: { open: locale } }));
});
beforeEach(async () => {
  asked.length = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => server.close());

/** For a page in the language of `now`. */
function officeFor({
  now = () => 'en',
  onError = () => {},
}: {
  now?: () => string;
  onError?: (error: unknown) => void;
}) {
  return createTicketOffice({
    gateway: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    request: () => ({ siteKey: 'demo', locale: now() }),
    lifeSignal: new AbortController().signal,
    onError,
  });
}

test('another language brings its texts and nothing else: the ticket stays, and with it who the customer is', async () => {
  let locale = 'en';
  const errors: unknown[] = [];
  const office = officeFor({ now: () => locale, onError: (error) => errors.push(error) });
  office.issueTo('a.b.c');
  expect(await office.ask()).toMatchObject({ ticket: 'ticket-1' });
  locale = 'de';
  const german = office.words();
  expect(await german).toEqual({ open: 'de' });
  expect(await office.ask()).toMatchObject({ ticket: 'ticket-1' });
  expect(asked.map(({ body }) => body.identityToken)).toEqual(['a.b.c', undefined]);
  expect(errors).toEqual([]);
  // A browser sends it to another origin without asking first.
  expect(asked[0]?.type).toMatch(/^text\/plain/);

  // What was wanted before comes too late.
  const early = office.words();
  locale = 'fr';
  expect(await early).toBeUndefined();
});

test('a page that names nobody, by an empty token, is told so, and its customer is anonymous', async () => {
  const errors: unknown[] = [];
  const office = officeFor({ onError: (error) => errors.push(error) });
  office.issueTo('');
  expect(await office.ask()).toMatchObject({ ticket: 'ticket-2' });
  expect(asked.map(({ body }) => body.identityToken)).toEqual(['', undefined]);
  expect(errors).toMatchObject([{ code: 'identity_invalid' }]);
});
