import { expect, it } from 'vitest';
import { readEnv } from './env.ts';

const needed = { DATABASE_URL: 'postgresql://fd@127.0.0.1:5432/fd' };

it('takes what is given and has defaults for the rest', () => {
  expect(readEnv({ ...needed, MAX_WORKERS: '3', LOG_FORMAT: '' })).toEqual({
    ...needed,
    ...{ MIN_WORKERS: 1, MAX_WORKERS: 3, HEALTH_PORT: 0, HEALTH_HOST: '127.0.0.1', LOG_LEVEL: 'info' },
  });
  expect(readEnv(needed).MAX_WORKERS).toBe(8);
});

it.each([
  [{}, /DATABASE_URL/],
  [{ DATABASE_URL: 'http://127.0.0.1' }, /DATABASE_URL/],
  [{ ...needed, MIN_WORKERS: '0' }, /MIN_WORKERS/],
  [{ ...needed, MAX_WORKERS: 'many' }, /MAX_WORKERS/],
  [{ ...needed, MIN_WORKERS: '9' }, /MIN_WORKERS: must not be above MAX_WORKERS/],
  [{ ...needed, HEALTH_PORT: '-1' }, /HEALTH_PORT/],
  [{ ...needed, LOG_LEVEL: 'loud' }, /LOG_LEVEL/],
])('refuses %j', (variables, message) => {
  expect(() => readEnv(variables)).toThrow(message);
});
