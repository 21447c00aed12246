import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack } from './stack.mjs';

/**
 * Starts the whole product on free ports with data of its own, which are gone when it stops: for smoke, browser checks
 * and benchmarks.
 *
 * @param {Omit<import('./stack-types.ts').StackOptions, 'dataDir' | 'temporary'> & { name: string }} options
 *   `name` is part of the temporary folder's name
 * @returns {Promise<import('./stack-types.ts').Stack>}
 */
export function startTemporaryStack({ name, ...options }) {
  const dataDir = mkdtempSync(join(tmpdir(), `frontdesk-${name}-`));
  return startStack({ ...options, dataDir, temporary: true });
}
