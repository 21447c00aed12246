import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { envSchema, readEnv } from './env.ts';

const good = { DATABASE_URL: 'postgresql://localhost/frontdesk', SECRET: 's'.repeat(32) };

test('what is needed is enough', () => {
  expect(readEnv(good)).toMatchObject({ HOST: '127.0.0.1', PORT: 3000, TRUST_PROXY: 0 });
});

test.each([
  ['true', 1],
  ['false', 0],
  ['2', 2],
])('TRUST_PROXY=%s is %i', (value, proxies) => {
  expect(readEnv({ ...good, TRUST_PROXY: value }).TRUST_PROXY).toBe(proxies);
});

test.each([
  ['redis://:secret@redis:6379/1', true],
  ['rediss://redis.example', true],
  ['postgresql://localhost/frontdesk', false],
  ['redis', false],
])('REDIS_URL=%s is taken: %s', (REDIS_URL, taken) => {
  const parse = () => readEnv({ ...good, REDIS_URL });
  if (taken) expect(parse().REDIS_URL).toBe(REDIS_URL);
  else expect(parse).toThrow('REDIS_URL');
});

test('operators are told of every variable, and what it is unless they set it', () => {
  const operations = readFileSync(new URL('../../../scripts/OPERATIONS.md', import.meta.url), 'utf8');
  const [, table = ''] = /(\| gateway +\|.*?)\n\n/s.exec(operations) ?? [];
  const rows = table.split('\n').map((row) => row.split('|').map((cell) => cell.trim()));
  const unset = readEnv(good);
  for (const name of Object.keys(envSchema.shape) as (keyof typeof unset)[]) {
    const value = unset[name];
    const [, , standard] = rows.find(([, names]) => names?.includes(`\`${name}\``)) ?? [];
    expect([name, standard]).toEqual([name, expect.stringContaining(typeof value === 'number' ? String(value) : '')]);
  }
});

test('what is set to nothing is not set', () => {
  expect(readEnv({ ...good, REDIS_URL: '', PORT: '', HOST: '' })).toEqual(readEnv(good));
});

test('a wrong value is named, and not quoted', () => {
  const parse = () => readEnv({ ...good, SECRET: 'short-secret', PORT: 'x' });
  expect(parse).toThrow(/^[^\n]*PORT[^\n]*SECRET[^\n]*$|^[^\n]*SECRET[^\n]*PORT[^\n]*$/);
  expect(parse).not.toThrow('short-secret');
});

test('mails need a sender, which is an address', () => {
  const SMTP_URL = 'smtps://user:secret@mail.example';
  expect(readEnv({ ...good, SMTP_URL: '', MAIL_FROM: '' }).SMTP_URL).toBeUndefined();
  expect(() => readEnv({ ...good, SMTP_URL })).toThrow('MAIL_FROM');
  expect(() => readEnv({ ...good, SMTP_URL, MAIL_FROM: 'Fernway' })).toThrow('MAIL_FROM');
  expect(() => readEnv({ ...good, SMTP_URL: 'https://mail.example' })).toThrow('SMTP_URL');
  expect(readEnv({ ...good, SMTP_URL, MAIL_FROM: 'Fernway <help@fernway.example>' })).toMatchObject({ SMTP_URL });
});
