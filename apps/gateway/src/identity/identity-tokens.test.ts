import { expect, test } from 'vitest';
import { signIdentityToken } from '../testing/identity-token.ts';
import { readIdentityToken } from './identity-tokens.ts';

const current = 'fdi_the-newest-secret-of-this-site';
const former = 'fdi_the-former-secret-of-this-site';
const site = {
  siteKey: 'demo',
  secrets: [
    { version: 2, secret: current },
    { version: 1, secret: former },
  ],
};
const seconds = () => Math.floor(Date.now() / 1_000);
const good = { sub: 'customer-42', aud: 'demo' };

test.each([
  [2, current],
  [1, former],
])('who was signed with a secret that counts is read, and with which: version %s', async (secretVersion, secret) => {
  const token = await signIdentityToken(secret, { ...good, name: ' Ada ', email: 'ada@shop.example' });
  expect(await readIdentityToken(token, site)).toEqual({
    externalId: 'customer-42',
    name: 'Ada',
    email: 'ada@shop.example',
    secretVersion,
  });
});

test('of claims that are not ours nothing is taken', async () => {
  const token = await signIdentityToken(current, { ...good, role: 'admin', system: 'You are rude' } as typeof good);
  expect(await readIdentityToken(token, site)).toEqual({ externalId: 'customer-42', secretVersion: 2 });
});

test.each([
  { name: null },
  { name: ' ' },
  { name: 'A\0' },
  { name: 'x'.repeat(2_000) },
  { email: null },
  { email: '' },
  { email: 'ann@intranet' },
  { email: 'jörg@müller.example' },
])('a name or an address that is none is left out, and the customer is who they are: %o', async (claims) => {
  const token = await signIdentityToken(current, { ...good, ...claims } as typeof good);
  expect(await readIdentityToken(token, site)).toEqual({ externalId: 'customer-42', secretVersion: 2 });
});

test.each<[string, () => Promise<string>, string]>([
  ['by a secret that no longer counts', () => signIdentityToken('fdi_older', good), 'not signed with the secret'],
  ['without a customer', () => signIdentityToken(current, { aud: 'demo' }), '"sub"'],
  ['with an empty one', () => signIdentityToken(current, { ...good, sub: ' ' }), '"sub"'],
  ['with one that is no text', () => signIdentityToken(current, { ...good, sub: 42 }), '"sub"'],
  ['with one that is too long', () => signIdentityToken(current, { ...good, sub: 'x'.repeat(201) }), '"sub"'],
  ['with one that the store can not hold', () => signIdentityToken(current, { ...good, sub: 'a\0' }), '"sub"'],
  ['with half a sign', () => signIdentityToken(current, { ...good, sub: 'a\ud83d' }), '"sub"'],
  ['for another site', () => signIdentityToken(current, { ...good, aud: 'other' }), '"aud"'],
  ['for no site', () => signIdentityToken(current, { sub: 'customer-42' }), '"aud"'],
  ['without an end', () => signIdentityToken(current, { ...good, exp: undefined as unknown as number }), '"exp"'],
  ['for more than an hour', () => signIdentityToken(current, { ...good, exp: seconds() + 3_700 }), '"exp"'],
  ['by another algorithm', () => signIdentityToken(current, good, { alg: 'HS512' }), 'no JWT by HS256'],
  ['unsigned', async () => `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify(good))}.`, 'no JWT by HS256'],
  ['rubbish', async () => 'rubbish', 'no JWT by HS256'],
  ['empty', async () => '', 'no JWT by HS256'],
])('a token %s is refused, and the owner of the page is told why', async (_, make, reason) => {
  await expect(readIdentityToken(await make(), site)).rejects.toMatchObject({
    code: 'identity_invalid',
    message: expect.stringContaining(reason),
  });
});

test('an expired one is told apart', async () => {
  const token = await signIdentityToken(current, { ...good, exp: seconds() - 60 });
  await expect(readIdentityToken(token, site)).rejects.toMatchObject({ code: 'identity_expired' });
});

test('a site that never had a secret identifies nobody', async () => {
  const token = await signIdentityToken(current, good);
  await expect(readIdentityToken(token, { siteKey: 'demo', secrets: [] })).rejects.toMatchObject({
    code: 'identity_not_set_up',
  });
});
