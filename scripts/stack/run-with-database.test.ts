import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runWithDatabase } from './run-with-database.mjs';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'frontdesk-no-database-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dataDir, { recursive: true });
});

const access = (options: { creates?: boolean } = {}) =>
  runWithDatabase(async (given) => given, { ...options, dataDir });

it('makes no empty database in the place of one that is elsewhere, and no secret', async () => {
  vi.stubEnv('DATABASE_URL', undefined);
  vi.stubEnv('SECRET', undefined);
  await expect(access()).rejects.toThrow(`There is no database in ${dataDir}: set DATABASE_URL, or in containers: `);
  expect(readdirSync(dataDir)).toEqual([]);
});

it('takes the one that DATABASE_URL names, and tells it without the password', async () => {
  vi.stubEnv('DATABASE_URL', 'postgresql://user:password@db.example/shop');
  vi.stubEnv('SECRET', undefined);
  expect(await access()).toEqual({
    databaseUrl: 'postgresql://user:password@db.example/shop',
    secret: undefined,
    name: 'the database shop at db.example:5432',
  });
  expect(readdirSync(dataDir)).toEqual([]);
});
