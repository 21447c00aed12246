import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { repository } from '../repository.mjs';
import { upgradeCommand } from './command.mjs';
import { wayBack } from './way-back.mjs';

afterEach(() => vi.unstubAllEnvs());

it.each([
  ['from the database that Frontdesk brings along', {}, '`npm run restore -- /backups/x.backup --force`'],
  [
    'from a server of one’s own',
    { DATABASE_URL: 'postgresql://user:password@host/name' },
    '`DATABASE_URL=… npm run restore -- /backups/x.backup --force`',
  ],
  [
    'in a container',
    { DATABASE_URL: 'postgresql://user:password@host/name', FRONTDESK_IMAGE: 'migrate' },
    '`docker compose build && docker compose run --rm --volume …:/backups migrate node scripts/run.mjs restore /backups/x.backup --force`, with the folder that you gave as /backups in place of the …',
  ],
])('names the command that brings a backup back, %s', (_name, env, command) => {
  expect(wayBack('/backups/x.backup', env)).toContain(command);
});

it('names a folder with spaces as one word', () => {
  expect(wayBack("/home/me/Ann's shop/x.backup", {})).toContain(
    "restore -- '/home/me/Ann'\\''s shop/x.backup' --force",
  );
});

it.each([
  ['with no file', []],
  ['with a file of no whole path', ['before.backup']],
])('makes no backup that goes with its container, %s', async (_name, files) => {
  vi.stubEnv('FRONTDESK_IMAGE', 'migrate');
  const step = () => Promise.reject(new Error('went on'));
  const upgrade = upgradeCommand(['--database-only', ...files], { step, signal: AbortSignal.timeout(1000) });
  await expect(upgrade).rejects.toThrow('Name the file for the backup with its whole path');
});

it('knows the image by what the Dockerfile says', () => {
  expect(readFileSync(join(repository, 'Dockerfile'), 'utf8')).toMatch(
    / AS migrate\n(?:[^F].*\n)*ENV FRONTDESK_IMAGE=migrate\n/,
  );
});

it('goes up, as the manual says it, only with a backup, also when it is done again', () => {
  const manual = readFileSync(join(repository, 'scripts/OPERATIONS.md'), 'utf8');
  const block = /\*\*Upgrade\*\*.*?```sh\n(.*?)```/s.exec(manual)?.[1] ?? '';
  expect(block).toContain('&& docker compose up');
  expect(block).not.toMatch(/;\s*docker compose up/);
  // A name that is always the same is taken the second time.
  expect(/--database-only (.+)\.backup/.exec(block)?.[1]).toContain('$(date');
  expect(block).toContain('migrate node scripts/run.mjs restore');
});
