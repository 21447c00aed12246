import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repository } from '../repository.mjs';
import { checkRequirements, memoryWarning } from './requirements.mjs';

const machine = { nodeVersion: '20.19.0', platform: 'linux', arch: 'x64', glibc: '2.30' };

it.each([
  machine,
  { ...machine, nodeVersion: '22.12.0' },
  { ...machine, nodeVersion: '24.1.0', arch: 'arm64' },
  { ...machine, nodeVersion: '26.0.0' },
  { ...machine, newFolderMode: 0o40700 },
  { ...machine, glibc: '2.41' },
  { ...machine, platform: 'darwin', arch: 'arm64', glibc: undefined },
])('accepts %o', (accepted) => {
  expect(() => checkRequirements(accepted)).not.toThrow();
});

it.each([
  [{ ...machine, nodeVersion: '20.18.3' }, 'or Node 20 from 20.19 on; this is Node 20.18.3'],
  [{ ...machine, nodeVersion: '18.20.0' }, 'needs Node 24 or newer'],
  [{ ...machine, nodeVersion: '21.7.3' }, 'this is Node 21.7.3'],
  [{ ...machine, nodeVersion: '22.11.0' }, 'or Node 22 from 22.12 on'],
  [{ ...machine, nodeVersion: '23.11.1' }, 'this is Node 23.11.1'],
  [{ ...machine, glibc: '2.28' }, 'needs glibc 2.30 or newer; this is glibc 2.28, where docker-compose.yml is the way'],
  [{ ...machine, glibc: undefined }, 'this is a Linux without glibc, where docker-compose.yml is the way'],
  [{ ...machine, folder: '/home/me/c#shop' }, "can't be built in a folder with a # in its path (/home/me/c#shop)"],
  [
    { ...machine, folder: '/mnt/c/shop', newFolderMode: 0o40777 },
    "can't keep its data in /mnt/c/shop: on a drive of Windows",
  ],
  [{ ...machine, platform: 'win32' }, 'this is Windows: in WSL it runs (clone into your home there).'],
  [{ ...machine, platform: 'darwin' }, 'this is darwin-x64'],
])('refuses %o in one sentence', (refused, sentence) => {
  expect(() => checkRequirements(refused)).toThrow(sentence);
});

it.each([
  [2, 'This machine has 2.0 GB of memory, 4 GB are asked for: parts may be killed while they start or answer.'],
  [3.4, 'This machine has 3.4 GB of memory'],
  // As a machine of 4 GB says it, whose system keeps some.
  [3.7, undefined],
  [16, undefined],
])('of %d GB of memory says %s', (gib, warning) => {
  const said = memoryWarning(gib * 2 ** 30);
  if (warning) expect(said).toContain(warning);
  else expect(said).toBeUndefined();
});

it('asks for the memory that README asks for', () => {
  expect(readFileSync(join(repository, 'README.md'), 'utf8')).toContain(' 4 GB of memory');
});

it('is no other than what package.json says', () => {
  const { engines } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  const { engines: prisma } = JSON.parse(readFileSync(join(repository, 'node_modules/prisma/package.json'), 'utf8'));
  expect(engines.node.replaceAll('.0', '')).toBe(prisma.node.replaceAll('.0', ''));
});

it('accepts the machine that these tests run on', () => {
  expect(() => checkRequirements()).not.toThrow();
});
