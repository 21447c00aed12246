import type { Page } from '@playwright/test';
import { chatIn, openWidget } from '../browser/chat.ts';
import { type HostPage, serveHostPage } from '../browser/host-page.ts';
import '../browser/frontdesk-window.ts';
import { storedKeys } from '../browser/stored-keys.ts';
import { expect, test } from '../browser/test.ts';
import { identitySecretOf, identityToken } from '../stack/identity-token.ts';

let host: HostPage;
test.beforeEach(async ({ stack }) => {
  host = await serveHostPage(
    `<!doctype html><title>Shop</title><h1>Shop</h1>
     <script>
       window.errors = [];
       window.Frontdesk = function () { (Frontdesk.q = Frontdesk.q || []).push(arguments) };
       Frontdesk('on', 'error', function (error) { errors.push(error.code) });
       var token = new URLSearchParams(location.search).get('token');
       if (token) Frontdesk('identify', { token: token });
     </script>
     <script async src="${stack.url}/widget.js" data-site="demo"></script>`,
  );
});
test.afterEach(() => host.close());

/** None that the chat proposes by itself. */
const question = 'May I send a plant back to you?';
const identify = (page: Page, token: string) =>
  page.evaluate((given) => window.Frontdesk?.('identify', { token: given }), token);
const errors = (page: Page) => page.evaluate('errors');

test('a customer keeps what they asked before, finds it on another device, and leaves nothing behind after a logout', async ({
  page,
  browser,
  stack,
}) => {
  const secret = await identitySecretOf(stack, 'demo');
  const sub = `customer-${Date.now()}`;
  const token = identityToken(secret, { sub, aud: 'demo', name: 'Ada' });
  await page.goto(host.url);
  const chat = await openWidget(page);
  await chat.ask(question);
  await chat.finished();
  await identify(page, token);
  // Nothing of who is known by name is stored.
  const named = async () => (await storedKeys(page, stack.url)).filter((key) => !/:(greeted|open|said)$/.test(key));
  await expect.poll(named).toEqual([]);
  await expect(chat.log).toContainText(question);

  // Another language is nobody else: not even where the site's token is not good any more.
  await page.route('**/v1/tickets', (route) =>
    route.request().postDataJSON().identityToken
      ? route.fulfill({ status: 401, json: { error: { code: 'identity_expired', message: 'Expired' } } })
      : route.continue(),
  );
  await chat.composer.fill('Half a thought');
  await page.evaluate(() => window.Frontdesk?.('update', { locale: 'de' }));
  await expect(page.getByRole('button', { name: 'Chat schließen' })).toBeVisible();
  await page.evaluate(() => window.Frontdesk?.('update', { locale: 'en' }));
  await expect(chat.composer).toHaveValue('Half a thought');
  await page.unrouteAll();

  // Named in the page's first request.
  const other = await (await browser.newContext()).newPage();
  const tickets: string[] = [];
  other.on('request', (request) => request.url().endsWith('/v1/tickets') && tickets.push(request.method()));
  await other.goto(`${host.url}?token=${token}`);
  const there = await openWidget(other);
  await expect(there.log).toContainText(question);
  expect(tickets.filter((method) => method === 'POST')).toHaveLength(1);
  await other.context().close();

  await page.evaluate(() => window.Frontdesk?.('reset'));
  await expect(chat.log).not.toContainText(question);
  // What was shown is gone, and nothing of it comes back.
  await chat.read();
  await expect(chat.log).not.toContainText(question);
  await page.reload();
  const after = await openWidget(page);
  await after.read();
  await expect(after.log).not.toContainText(question);
  expect(await errors(page)).toEqual([]);
});

test('expired and forged tokens are told to the page by their codes, and nobody is whom they name', async ({
  page,
  stack,
}) => {
  const secret = await identitySecretOf(stack, 'demo');
  const claims = { sub: `customer-${Date.now()}`, aud: 'demo' };
  // The customer has a conversation.
  await page.goto(`${host.url}?token=${identityToken(secret, claims)}`);
  const chat = await openWidget(page);
  await chat.ask(question);

  const refused = {
    identity_expired: identityToken(secret, { ...claims, exp: Math.floor(Date.now() / 1_000) - 60 }),
    identity_invalid: identityToken('a secret that somebody made up', claims),
  };
  for (const [code, token] of Object.entries(refused)) {
    await page.goto(`${host.url}?token=${token}`);
    await expect.poll(() => errors(page)).toEqual([code]);
    const anonymous = await openWidget(page);
    await anonymous.read();
    await expect(anonymous.log).not.toContainText(question);
    await identify(page, token);
    await expect.poll(() => errors(page)).toEqual([code, code]);
  }
  await page.goto(`${stack.url}/chat/demo`);
  const hosted = chatIn(page);
  await hosted.read();
  await expect(hosted.log).not.toContainText(question);
});
