import { expect, it } from 'vitest';
import { checkRequirements } from './requirements.mjs';

const machine = { nodeVersion: '20.19.0', platform: 'linux', arch: 'x64', glibc: '2.30' };

it.each([
  machine,
  { ...machine, nodeVersion: '24.1.0', arch: 'arm64' },
  { ...machine, glibc: '2.41' },
  { ...machine, platform: 'darwin', arch: 'arm64', glibc: undefined },
])('accepts %o', (accepted) => {
  expect(() => checkRequirements(accepted)).not.toThrow();
});

it.each([
  [{ ...machine, nodeVersion: '20.18.3' }, 'needs Node 20.19 or newer; this is Node 20.18.3'],
  [{ ...machine, nodeVersion: '18.20.0' }, 'needs Node 20.19'],
  [{ ...machine, glibc: '2.28' }, 'needs glibc 2.30 or newer; this is glibc 2.28, where docker-compose.yml is the way'],
  [{ ...machine, glibc: undefined }, 'this is a Linux without glibc, where docker-compose.yml is the way'],
  [{ ...machine, folder: '/home/me/c#shop' }, "can't be built in a folder with a # in its path (/home/me/c#shop)"],
  [{ ...machine, platform: 'win32' }, 'this is win32-x64'],
  [{ ...machine, platform: 'darwin' }, 'this is darwin-x64'],
])('refuses %o in one sentence', (refused, sentence) => {
  expect(() => checkRequirements(refused)).toThrow(sentence);
});

it('accepts the machine that these tests run on', () => {
  expect(() => checkRequirements()).not.toThrow();
});
