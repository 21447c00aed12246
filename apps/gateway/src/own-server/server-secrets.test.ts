import { expect, test } from 'vitest';
import { createServerSecrets, resealing } from './server-secrets.ts';

const [now, before] = ['n'.repeat(32), 'b'.repeat(32)];
const secrets = createServerSecrets('order', { secret: now });

test('a secret is opened where it is stored, for its purpose, and nowhere else', () => {
  const secret = secrets.make();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(secrets.make()).not.toBe(secret);
  const sealed = secrets.seal(secret, 'shop');
  expect(secrets.open(sealed, 'shop')).toBe(secret);
  expect(secrets.open(sealed, 'other shop')).toBeUndefined();
  expect(createServerSecrets('webhook', { secret: now }).open(sealed, 'shop')).toBeUndefined();
});

test('what was sealed with the secret of before is opened as long as that is known, and sealed anew', () => {
  const sealed = createServerSecrets('order', { secret: before }).seal('whsec_', 'shop');
  expect(secrets.open(sealed, 'shop')).toBeUndefined();
  expect(createServerSecrets('order', { secret: now, previous: before }).open(sealed, 'shop')).toBe('whsec_');
  const reseal = resealing('order', { secret: now, previous: before });
  const anew = reseal(sealed, 'shop');
  expect(secrets.open(anew ?? new Uint8Array(), 'shop')).toBe('whsec_');
  expect(reseal(anew ?? new Uint8Array(), 'shop')).toBeNull();
});
