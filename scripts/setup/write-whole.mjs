import { renameSync, writeFileSync } from 'node:fs';

/**
 * Writes a small file whole or not at all, also where the power goes meanwhile: an empty secret would be one that anybody knows.
 *
 * @param {string} file
 * @param {string} text
 * @param {number} [mode] who can read it: its owner, unless given
 */
export function writeWhole(file, text, mode = 0o600) {
  const unfinished = `${file}.unfinished`;
  writeFileSync(unfinished, text, { mode, flush: true });
  renameSync(unfinished, file);
}
