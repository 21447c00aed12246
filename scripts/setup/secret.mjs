import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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

/** @param {string} dataDir */
export const hasSecret = (dataDir) => existsSync(secretFile(dataDir));

/**
 * Puts a secret in the place of the one that is there, if any.
 *
 * @param {string} dataDir
 * @param {string} secret
 */
export function storeSecret(dataDir, secret) {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  writeFileSync(secretFile(dataDir), secret, { mode: 0o600 });
}

const secretFile = (dataDir) => join(dataDir, 'secret');
