import { expect, test } from 'vitest';
import { parseEnv } from './env.ts';

const good = { DATABASE_URL: 'postgresql://localhost/frontdesk', SECRET: 's'.repeat(32) };

test('what is needed is enough', () => {
  expect(parseEnv(good)).toMatchObject({ HOST: '127.0.0.1', PORT: 3000, TRUST_PROXY: 0 });
});

test.each([
  ['true', 1],
  ['false', 0],
  ['2', 2],
])('TRUST_PROXY=%s is %i', (value, proxies) => {
  expect(parseEnv({ ...good, TRUST_PROXY: value }).TRUST_PROXY).toBe(proxies);
});

test('a wrong value is named, and not quoted', () => {
  const parse = () => parseEnv({ ...good, SECRET: 'short-secret', PORT: 'x' });
  expect(parse).toThrow(/^[^\n]*PORT[^\n]*SECRET[^\n]*$|^[^\n]*SECRET[^\n]*PORT[^\n]*$/);
  expect(parse).not.toThrow('short-secret');
});
