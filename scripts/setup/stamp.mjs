import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Does `work` unless it was done before from the same input.
 *
 * @param {string} stampFile remembers the input; belongs inside what `work` makes, so that both vanish together
 * @param {readonly string[]} inputs files and words that decide the result
 * @param {() => Promise<void>} work
 * @returns {Promise<boolean>} whether it was done now
 */
export async function onceFor(stampFile, inputs, work) {
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(existsSync(input) ? readFileSync(input) : input).update('\0');
  const stamp = hash.digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false;
  await work();
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
  return true;
}
