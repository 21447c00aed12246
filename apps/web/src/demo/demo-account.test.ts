import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { customerIdOf, customerToken } from './demo-account.ts';

test('a cookie that the shop never set is nobody’s', () => {
  const id = '0b2a7f5e-6f0d-4c55-9f4e-6f3f0a4f7c11';
  expect(customerIdOf(id)).toBe(id);
  for (const other of [undefined, '', 'admin', `${id}x`, '../../etc/passwd']) expect(customerIdOf(other)).toBeNull();
});

test('the shop’s server signs who the customer is, for its own site and for minutes', async () => {
  const [header = '', claims = '', signature] = (await customerToken('7', 'a secret')).split('.');
  expect(createHmac('sha256', 'a secret').update(`${header}.${claims}`).digest('base64url')).toBe(signature);
  const { exp, ...rest } = JSON.parse(Buffer.from(claims, 'base64url').toString());
  expect(rest).toEqual({ sub: 'demo-7', aud: 'demo', name: 'Robin Ellis', email: 'robin@fernway.example' });
  expect(exp - Date.now() / 1_000).toBeLessThanOrEqual(301);
});
