import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repository } from '../repository.mjs';
import { runCommand } from './command.mjs';
import { firstDifference, includesAll } from './dependencies.mjs';

const wanted = {
  '': { version: '0.1.0' },
  'apps/web': { version: '0.1.0' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/@x/darwin': { version: '1.0.0', integrity: 'sha512-d', optional: true },
  'node_modules/@frontdesk/web': { link: true },
};
const installed = {
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/@frontdesk/web': { link: true },
};
const everythingExists = () => true;
const linux = { platform: 'linux', arch: 'x64' };

it('leaves an installation alone that agrees with the lock file', () => {
  expect(firstDifference(wanted, installed, everythingExists)).toBeUndefined();
});

it.each([
  ['nothing is installed', undefined, everythingExists, 'nothing is installed yet'],
  [
    'a package is not in it',
    { 'node_modules/@frontdesk/web': { link: true } },
    everythingExists,
    'node_modules/a is missing',
  ],
  [
    'a package has another version',
    { ...installed, 'node_modules/a': { version: '0.9.0', integrity: 'sha512-a' } },
    everythingExists,
    'node_modules/a has changed',
  ],
  [
    'an optional package has another version',
    { ...installed, 'node_modules/@x/darwin': { version: '0.9.0', integrity: 'sha512-d' } },
    everythingExists,
    'node_modules/@x/darwin has changed',
  ],
  ['a folder was removed', installed, (path: string) => path !== 'node_modules/a', 'node_modules/a is missing'],
])('installs when %s', (_name, present, exists, reason) => {
  expect(firstDifference(wanted, present, exists)).toBe(reason);
});

it.each([
  { os: ['linux'], cpu: ['x64'] },
  { os: ['android', 'linux'], cpu: ['x64'], libc: ['glibc'] },
  { cpu: ['x64'] },
])('wants an optional program of this platform: %o', (platform) => {
  const program = { ...wanted, 'node_modules/@x/linux': { optional: true, ...platform } };
  expect(firstDifference(program, installed, everythingExists, linux)).toBe('node_modules/@x/linux is missing');
});

it.each([
  { os: ['darwin'] },
  { os: ['linux'], cpu: ['arm64'] },
  { os: ['linux'], cpu: ['x64'], libc: ['musl'] },
  { cpu: ['wasm32'] },
  {},
])('leaves out an optional program of another platform: %o', (platform) => {
  const program = { ...wanted, 'node_modules/@x/other': { optional: true, ...platform } };
  expect(firstDifference(program, installed, everythingExists, linux)).toBeUndefined();
});

it('takes the installation that these tests run in for whole', () => {
  const readPackages = (file: string) => JSON.parse(readFileSync(join(repository, file), 'utf8')).packages;
  const packages = ['package-lock.json', 'node_modules/.package-lock.json'].map(readPackages);
  expect(firstDifference(packages[0], packages[1], everythingExists)).toBeUndefined();
});

it('leaves nothing out, also where NODE_ENV is production', async () => {
  const env = { NODE_ENV: 'production', npm_config_omit: 'optional' };
  expect(await runCommand('npm', ['config', 'get', 'omit', ...includesAll], { env })).toBe('');
});
