import { renameSync, writeFileSync } from 'node:fs';

/**
 * Writes a small file whole or not at all, also where the power goes meanwhile: an empty secret would be one that anybody knows.
 *
 * @param {string} file readable by its owner alone
 * @param {string} text
 */
export function writeWhole(file, text) {
  const unfinished = `${file}.unfinished`;
  writeFileSync(unfinished, text, { mode: 0o600, flush: true });
  renameSync(unfinished, file);
}
