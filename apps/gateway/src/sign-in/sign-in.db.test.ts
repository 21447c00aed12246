import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { useTestDatabase } from '@frontdesk/database/testing';
import { describe, expect, test } from 'vitest';
import { keepForAll } from '../../../../scripts/testing/keep.ts';
import { createTestOwner, signIn, signInCookie, testAccount } from '../testing/test-admin.ts';
import { startTestGateway, type TestGateway, useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite } from '../testing/test-site.ts';
import { ensureOwner, ensureOwnerByLink, giveNewPassword } from './accounts.ts';

const seen: { url: string; host: unknown; proto: unknown; forwardedFor: unknown; siteName: unknown }[] = [];
const web = createServer((request, response) => {
  const { headers } = request;
  seen.push({
    url: request.url ?? '',
    host: headers['x-forwarded-host'],
    proto: headers['x-forwarded-proto'],
    forwardedFor: headers['x-forwarded-for'],
    siteName: headers['x-site-name'],
  });
  response.setHeader('content-security-policy', "default-src 'self'").end('a page');
});

const database = useTestDatabase();
await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
keepForAll({ close: () => void web.close() });
const gateway = await useTestGateway({
  WEB_URL: `http://127.0.0.1:${(web.address() as AddressInfo).port}`,
  ADDRESS_SIGN_INS_PER_MINUTE: '1000',
});
await createTestOwner(database);

const session = async (cookie: string) =>
  (await (await fetch(`${gateway.url}/v1/auth/get-session`, { headers: { cookie } })).json()) as object | null;

describe('signing in', () => {
  test('with the right password gives a session; signing out ends it', async () => {
    const cookie = await signInCookie(gateway);
    expect(await session(cookie)).toMatchObject({ user: { email: testAccount.email, role: 'owner' } });
    const out = await fetch(`${gateway.url}/v1/auth/sign-out`, {
      method: 'POST',
      headers: { cookie, origin: gateway.url, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(out.status).toBe(200);
    expect(await session(cookie)).toBeNull();
  });

  test('sets a cookie that scripts can’t read and other sites don’t send', async () => {
    const cookies = (await signIn(gateway)).headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^frontdesk\./);
      expect(cookie).toMatch(/HttpOnly/i);
      expect(cookie).toMatch(/SameSite=Lax/i);
    }
  });

  test('with a wrong password, or as nobody, is refused in the same way', async () => {
    const wrong = await signIn(gateway, { ...testAccount, password: 'wrong password' });
    const nobody = await signIn(gateway, { email: 'nobody@frontdesk.test', password: 'wrong password' });
    expect([wrong.status, nobody.status]).toEqual([401, 401]);
    expect(await wrong.json()).toEqual(await nobody.json());
  });

  test('from another origin, or from none, is refused', async () => {
    expect((await signIn(gateway, testAccount, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await signIn(gateway, testAccount, { origin: 'http://localhost:1' })).status).toBe(403);
  });

  test('for a host that can’t be one is refused', async () => {
    const asked = request(`${gateway.url}/v1/auth/get-session`, { headers: { host: 'chat example' } }).end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(400);
    expect(JSON.parse(String(await response.toArray()))).toMatchObject({ error: { code: 'bad_request' } });
  });

  test('nobody can make an account', async () => {
    const response = await fetch(`${gateway.url}/v1/auth/sign-up/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: gateway.url },
      body: JSON.stringify({ email: 'new@frontdesk.test', password: 'long enough a password', name: 'New' }),
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await database.user.count()).toBe(1);
  });

  test('sessions last in the store: another gateway knows them', async () => {
    const cookie = await signInCookie(gateway);
    const other = await startTestGateway();
    const response = await fetch(`${other.url}/v1/auth/get-session`, { headers: { cookie } });
    expect(await response.json()).toMatchObject({ user: { email: testAccount.email } });
    await other.close();
  });

  test('over https, cookies are secure', async () => {
    const secure = await startTestGateway({ PUBLIC_URL: 'https://chat.example' });
    const response = await signIn(secure, testAccount, { origin: 'https://chat.example' });
    expect(response.status).toBe(200);
    for (const cookie of response.headers.getSetCookie()) expect(cookie).toMatch(/^__Secure-.*Secure/);
    await secure.close();
  });

  test('over https that a proxy ends, too; without it, or where no proxy is trusted, they are not', async () => {
    const behindProxy = await startTestGateway({ TRUST_PROXY: '1' });
    const cookiesOf = async (at: TestGateway, proto: string) => {
      const cookies = (await signIn(at, testAccount, { 'x-forwarded-proto': proto })).headers.getSetCookie();
      expect(cookies.length).toBeGreaterThan(0);
      return cookies.filter((cookie) => /;\s*Secure/i.test(cookie)).length / cookies.length;
    };
    expect(await cookiesOf(behindProxy, 'https')).toBe(1);
    expect(await cookiesOf(behindProxy, 'http')).toBe(0);
    expect(await cookiesOf(gateway, 'https')).toBe(0);
    // The name stays, so that whoever is signed in still is.
    const headers = { 'x-forwarded-proto': 'https', cookie: await signInCookie(behindProxy) };
    const read = await fetch(`${behindProxy.url}/v1/auth/get-session`, { headers });
    expect(await read.json()).toMatchObject({ user: { email: testAccount.email } });
    await behindProxy.close();
  });

  test('a password that is tried again and again has to wait', async () => {
    const fresh = await startTestGateway({ ADDRESS_SIGN_INS_PER_MINUTE: '3' });
    const wrong = { ...testAccount, password: 'wrong password' };
    const statuses: number[] = [];
    for (let count = 0; count < 4; count += 1) statuses.push((await signIn(fresh, wrong)).status);
    expect(statuses).toEqual([401, 401, 401, 429]);
    // No browser writes the path like this, and fetch neither.
    const headers = { 'content-type': 'application/json', origin: fresh.url };
    const path = String.raw`/v1/auth/sign-in\email`;
    const spelledAnew = request(fresh.url, { method: 'POST', path, headers }).end(JSON.stringify(wrong));
    const [response] = (await once(spelledAnew, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(429);
    await fresh.close();
  });

  test('asks for the account that is counted, whatever type the body claims to have', async () => {
    const { email, password } = testAccount;
    const inForm = new URLSearchParams({ email, password }).toString();
    const response = await fetch(`${gateway.url}/v1/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: gateway.url },
      body: JSON.stringify({ email: 'decoy@frontdesk.test', password: 'wrong password', rest: `&${inForm}&` }),
    });
    expect(response.status).toBe(401);
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test('one address that tries an account keeps nobody from it who asks from another', async () => {
    const fresh = await startTestGateway({ ADDRESS_SIGN_INS_PER_MINUTE: '3', TRUST_PROXY: '1' });
    const from = (address: string, password: string) =>
      signIn(fresh, { ...testAccount, password }, { 'x-forwarded-for': address });
    for (let count = 0; count < 3; count += 1) await from('192.0.2.1', 'wrong password');
    expect((await from('192.0.2.1', testAccount.password)).status).toBe(429);
    expect((await from('192.0.2.2', testAccount.password)).status).toBe(200);
    await fresh.close();
  });

  test.each([
    ['2001:db8:7:1::5', '2001:db8:7:ff01::9'],
    ['198.51.100.7', '198.51.100.200'],
  ])(
    'ever so many networks that try an account keep nobody from it where somebody is signed in (%s)',
    async (home, near) => {
      const fresh = await startTestGateway({ ADDRESS_SIGN_INS_PER_MINUTE: '3', TRUST_PROXY: '1' });
      const from = async (address: string, password: string) =>
        (await signIn(fresh, { ...testAccount, password }, { 'x-forwarded-for': address })).status;
      expect(await from(home, testAccount.password)).toBe(200);
      for (let place = 0; place < 15; place += 1) await from(`203.0.${place}.1`, 'wrong password');
      expect(await from('203.0.113.1', testAccount.password)).toBe(429);
      expect(await from(near, testAccount.password)).toBe(200);
      await fresh.close();
    },
  );
});

describe('the admin’s pages', () => {
  const page = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${gateway.url}${path}`, { redirect: 'manual', headers });

  test.each([
    '/admin',
    '/admin/',
    '/admin/conversations/1',
    '/%61dmin/settings',
    '//admin',
    '/admin/sign-in/../settings',
  ])('%s leads to the sign-in without a session', async (path) => {
    const before = seen.length;
    const response = await page(path);
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toMatch(/^\/admin\/sign-in\?next=%2Fadmin/);
    expect(seen.length).toBe(before);
  });

  test('after the sign-in, the same page with its query is shown', async () => {
    const response = await page('/admin?conversation=1&x=2');
    expect(response.headers.get('location')).toBe('/admin/sign-in?next=%2Fadmin%3Fconversation%3D1%26x%3D2');
  });

  test.each(['/admin/sign-in', '/admin/invitation', '/admin/new-password'])(
    '%s is shown without a session, and in no frame',
    async (path) => {
      const response = await page(path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-security-policy')).toBe("default-src 'self', frame-ancestors 'none'");
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    },
  );

  test('with a session, pages are shown', async () => {
    const response = await page('/admin/conversations', { cookie: await signInCookie(gateway) });
    expect(await response.text()).toBe('a page');
  });

  test('the web server learns what the browser asked for, and nothing that the client made up', async () => {
    await page('/demo?x=1', {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-for': '1.2.3.4',
      'x-site-name': 'Evil',
    });
    expect(seen.at(-1)).toEqual({
      url: '/demo?x=1',
      host: gateway.url.replace('http://', ''),
      proto: 'http',
      forwardedFor: '127.0.0.1',
      siteName: '',
    });
  });

  test('the web server learns the name of the site whose chat it shows', async () => {
    const { id, key } = await createTestSite(database);
    const site = await database.site.update({ where: { id }, data: { name: 'Café “Noir”' } });
    for (const [path, name] of [
      [`/chat/${key}?locale=fr`, site.name],
      [`//chat/${key}`, site.name],
      ['/chat/no-such-site', ''],
      ['/chat/%00', ''],
    ]) {
      await page(path as string, { 'x-site-name': 'Evil' });
      expect(seen.at(-1)?.siteName).toBe(encodeURIComponent(name as string));
    }
  });
});

test('without a web server, pages say so with a code', async () => {
  const alone = await startTestGateway();
  const response = await fetch(`${alone.url}/demo`);
  expect(response.status).toBe(503);
  expect(await response.text()).toContain('unavailable');
  await alone.close();
});

test('the first account is made once; a new password ends its sessions', async () => {
  expect(await ensureOwner(database)).toEqual({ email: testAccount.email, password: null });
  const cookie = await signInCookie(gateway);
  const { email, password } = await giveNewPassword(database, testAccount.email);
  expect(password).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/);
  expect(await session(cookie)).toBeNull();
  expect((await signIn(gateway)).status).toBe(401);
  expect((await signIn(gateway, { email, password: password ?? '' })).status).toBe(200);
  await expect(giveNewPassword(database, 'nobody@frontdesk.test')).rejects.toMatchObject({ code: 'not_found' });

  await database.user.deleteMany();
  const first = await ensureOwner(database);
  expect((await signIn(gateway, { email: first.email, password: first.password ?? '' })).status).toBe(200);
});

test('the first account may be made without a password, which is chosen by a link, once', async () => {
  await database.user.deleteMany();
  const { email, token } = await ensureOwnerByLink(database);
  expect((await signIn(gateway, { email, password: '' })).ok).toBe(false);
  const next = await ensureOwnerByLink(database);
  const password = 'chosen by its owner';
  const choose = async (token: string | null) => {
    const response = await fetch(`${gateway.url}/v1/password-links/use`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: gateway.url },
      body: JSON.stringify({ token, password }),
    });
    return response.status;
  };
  // Only the newest is good.
  expect([await choose(token), await choose(next.token), await choose(next.token)]).toEqual([404, 204, 404]);
  expect((await signIn(gateway, { email, password })).status).toBe(200);
  expect(await ensureOwnerByLink(database)).toEqual({ email, token: null });
  expect(await ensureOwner(database)).toEqual({ email, password: null });
});
