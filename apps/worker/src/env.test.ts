import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { envSchema, readEnv } from './env.ts';

const needed = { DATABASE_URL: 'postgresql://fd@127.0.0.1:5432/fd', MODEL_DIR: '/models/m' };

it('has no variable that operators are not told of', () => {
  const operations = readFileSync(new URL('../../../scripts/OPERATIONS.md', import.meta.url), 'utf8');
  for (const name of Object.keys(envSchema.shape)) expect(operations).toContain(`\`${name}\``);
});

it('takes what is given and has defaults for the rest', () => {
  const env = readEnv({ ...needed, THREADS: '2', WORKER_ID: '', LOG_FORMAT: '' });
  expect(env).toMatchObject({ ...needed, THREADS: 2, HEALTH_PORT: 0, LOG_LEVEL: 'info' });
  expect(env.LOG_FORMAT).toBeUndefined();
  expect(env.SLOTS).toBe(32);
  expect(env.TEMPERATURE).toBe(0.2);
  expect(readEnv({ ...needed, TEMPERATURE: '0' }).TEMPERATURE).toBe(0);
  expect(env.PREFIX_CACHE_MB).toBeGreaterThan(0);
  expect(env.PREFIX_CACHE_MB).toBeLessThanOrEqual(2_048);
  expect(readEnv(needed).WORKER_ID).not.toBe(env.WORKER_ID);
});

it.each([
  [{ MODEL_DIR: '/m' }, /DATABASE_URL/],
  [{ ...needed, DATABASE_URL: 'http://127.0.0.1' }, /DATABASE_URL/],
  [{ DATABASE_URL: needed.DATABASE_URL }, /MODEL_DIR/],
  [{ ...needed, THREADS: '0' }, /THREADS/],
  [{ ...needed, SLOTS: '0' }, /SLOTS/],
  [{ ...needed, PREFIX_CACHE_MB: '-1' }, /PREFIX_CACHE_MB/],
  [{ ...needed, TEMPERATURE: '3' }, /TEMPERATURE/],
  [{ ...needed, HEALTH_PORT: 'x' }, /HEALTH_PORT/],
  [{ ...needed, LOG_LEVEL: 'loud' }, /LOG_LEVEL/],
])('refuses %j', (variables, message) => {
  expect(() => readEnv(variables)).toThrow(message);
});
