import { expect, it } from 'vitest';
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

it('leaves nothing out, also where NODE_ENV is production', async () => {
  const env = { NODE_ENV: 'production', npm_config_omit: 'optional' };
  expect(await runCommand('npm', ['config', 'get', 'omit', ...includesAll], { env })).toBe('');
});
