import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { beside } from '../backup/commands.mjs';
import { storeSecret } from '../setup/secret.mjs';
import { lockDataDir } from './lock.mjs';
import { type Access, runWithDatabase } from './run-with-database.mjs';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'frontdesk-no-database-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dataDir, { recursive: true });
});

/** A deployment that runs from the folder, with what its service passes to it, and a secret in the folder from before. */
function runGiven(secret: string) {
  vi.stubEnv('DATABASE_URL', undefined);
  vi.stubEnv('SECRET', undefined);
  vi.stubEnv('UPLOADS_DIR', undefined);
  storeSecret(dataDir, 'of before');
  const lock = lockDataDir(dataDir);
  lock.announce({ databaseUrl: 'postgresql://u:p@h/d', secret, uploadsDir: '/shared/uploads' });
}

const access = (options: { creates?: boolean } = {}) =>
  runWithDatabase(async (given: Access) => given, { ...options, dataDir });

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

it('takes what the deployment that runs was given, not what lies in the folder from before', async () => {
  runGiven('given');
  const given = await access();
  expect(given).toMatchObject({ databaseUrl: 'postgresql://u:p@h/d', secret: 'given' });
  // Who passes a secret keeps it.
  expect(beside(given, dataDir)).toEqual({ uploadsDir: '/shared/uploads', secret: undefined });
});

it('backs up the secret that the deployment which runs has made', async () => {
  runGiven('of before');
  expect(beside(await access(), dataDir).secret).toBe('of before');
});

it('takes nothing of what runs for another database', async () => {
  runGiven('given');
  vi.stubEnv('DATABASE_URL', 'postgresql://u:p@h/other');
  const given = await access();
  expect(given.secret).toBe('of before');
  expect(beside(given, dataDir)).toEqual({ uploadsDir: join(dataDir, 'uploads'), secret: 'of before' });
});
