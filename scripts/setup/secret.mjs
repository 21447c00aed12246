import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './write-whole.mjs';

/**
 * The secret that signs tokens and sessions: made once per data folder, readable by its owner alone.
 *
 * @param {string} dataDir
 * @returns {string}
 */
export function readSecret(dataDir) {
  if (!hasSecret(dataDir)) storeSecret(dataDir, randomBytes(32).toString('base64url'));
  return readFileSync(secretFile(dataDir), 'utf8').trim();
}

/**
 * Whether there is one: an empty file, which a loss of power can leave, is none.
 *
 * @param {string} dataDir
 */
export const hasSecret = (dataDir) => Boolean(statSync(secretFile(dataDir), { throwIfNoEntry: false })?.size);

/**
 * Puts a secret in the place of the one that is there, if any.
 *
 * @param {string} dataDir
 * @param {string} secret
 */
export function storeSecret(dataDir, secret) {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  writeWhole(secretFile(dataDir), secret);
}

const secretFile = (dataDir) => join(dataDir, 'secret');
