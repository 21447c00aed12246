import { stripVTControlCharacters } from 'node:util';

const COLOURS = ['cyan', 'magenta', 'blue', 'yellow', 'green'];
const NAME_WIDTH = 10;

/**
 * Shows what the parts of a deployment write: each line behind its part's name; or, for programs, one JSON object a line, where a
 * line that is JSON already passes as it is.
 *
 * @param {import('./terminal.mjs').Terminal} terminal
 * @param {{ json?: boolean }} [options]
 * @returns {(name: string, line: string, level?: 'info' | 'warn') => void}
 */
export function showPartLog(terminal, { json = false } = {}) {
  const colours = new Map();
  return (name, line, level = 'info') => {
    if (json) return terminal.line(asJson(name, line, level, new Date()));
    if (!colours.has(name)) colours.set(name, COLOURS[colours.size % COLOURS.length]);
    terminal.line(`${terminal.paint(`${name.padEnd(NAME_WIDTH)}│`, colours.get(name))} ${line}`);
  };
}

/**
 * @param {string} name the part's
 * @param {string} line as the part wrote it
 * @param {'info' | 'warn'} level of a line that says none itself
 * @param {Date} now
 */
export function asJson(name, line, level, now) {
  if (line.startsWith('{') && line.endsWith('}')) return line;
  return JSON.stringify({ level, time: now.toISOString(), name, msg: stripVTControlCharacters(line) });
}
