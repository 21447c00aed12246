import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hasSecret, readSecret, storeSecret } from './secret.mjs';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'frontdesk-secret-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

test('it is made once, for its owner alone, and nothing else is left', () => {
  const secret = readSecret(dataDir);
  expect(secret.length).toBeGreaterThanOrEqual(32);
  expect(readSecret(dataDir)).toBe(secret);
  expect(readdirSync(dataDir)).toEqual(['secret']);
  expect(statSync(join(dataDir, 'secret')).mode & 0o777).toBe(0o600);
});

test('one that a loss of power has emptied is none', () => {
  writeFileSync(join(dataDir, 'secret'), '');
  expect(hasSecret(dataDir)).toBe(false);
  expect(readSecret(dataDir)).not.toBe('');
});

test('one from a backup takes its place', () => {
  readSecret(dataDir);
  storeSecret(dataDir, 'kept');
  expect(readSecret(dataDir)).toBe('kept');
});
