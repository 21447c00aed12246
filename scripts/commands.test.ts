import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { commands } from './commands.mjs';
import { lockDataDir } from './stack/lock.mjs';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'frontdesk-commands-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

it.each([
  ['admin:reset-password', ['client', 'build']],
  ['api-key', ['client', 'build']],
  ['identity-secret', ['client', 'build']],
  ['backup', ['dependencies']],
])('makes nothing anew under a Frontdesk that runs from this folder: %s', (name, usually) => {
  const needs = () => {
    const of = commands[name]?.needs;
    return typeof of === 'function' ? of([], dataDir) : of;
  };
  expect(needs()).toEqual(usually);
  const lock = lockDataDir(dataDir);
  expect(needs()).toEqual([]);
  lock.release();
});
