import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { checkDatabaseUrl, readPort } from './variables.mjs';

it('takes the port that is wanted, and 3000 where none is', () => {
  expect([readPort('8080'), readPort(''), readPort(undefined)]).toEqual([8080, 3000, 3000]);
});

it.each(['abc', '0', '-1', '3000.5', '65536', '0x10', ' '])('refuses the port “%s” in one sentence', (value) => {
  expect(() => readPort(value)).toThrow(`PORT is “${value}”; it has to be a number from 1 to 65535.`);
});

it.each([
  undefined,
  '',
  'postgresql://user:p%23ss@host/name',
  'postgres://host',
  'postgresql:///name?host=/run/postgresql',
])('takes the database %s', (value) => {
  expect(() => checkDatabaseUrl(value)).not.toThrow();
});

it.each(['secret', 'mysql://user:secret@host/name', 'postgresql://user:secret#1@host/name'])(
  'refuses the database %s, and does not repeat its password',
  (value) => {
    expect(() => checkDatabaseUrl(value)).toThrow(/^DATABASE_URL is not the address of a PostgreSQL database/);
    expect(() => checkDatabaseUrl(value)).not.toThrow(/secret/);
  },
);

it.each([{ PORT: 'abc' }, { DATABASE_URL: 'nonsense' }])(
  'npm start says at once what is wrong with %o, and makes nothing before',
  (wrong) => {
    const { status, stdout } = spawnSync(process.execPath, ['scripts/start.mjs'], {
      env: { PATH: process.env.PATH, ...wrong },
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^\n(PORT|DATABASE_URL) is [^\n]*\n$/);
  },
);
