import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { OperatorError } from '../operator-error.mjs';
import { repository } from '../repository.mjs';

const LINES_SHOWN = 40;
const running = new Set();

/**
 * Runs a program to its end, in a process group of its own.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {Record<string, string | undefined>} [options.env] added to this process's own
 * @param {string} [options.cwd] the repository's root unless given
 * @param {(line: string) => void} [options.onLine] each line of its standard output
 * @param {string} [options.title] how an error names it
 * @returns {Promise<string>} its standard output
 * @throws {OperatorError} when it fails, with the last lines it wrote
 */
export async function runCommand(
  program,
  args,
  { env, cwd = repository, onLine, title = [program, ...args].join(' ') } = {},
) {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const output = [];
  const lastLines = [];
  const read = (stream, use) =>
    createInterface({ input: stream }).on('line', (line) => {
      lastLines.push(line);
      if (lastLines.length > LINES_SHOWN) lastLines.shift();
      use?.(line);
    });
  read(child.stdout, (line) => {
    output.push(line);
    onLine?.(line);
  });
  read(child.stderr);
  try {
    const how = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve(code === 0 ? undefined : (signal ?? `exit code ${code}`)));
    });
    if (how) throw new OperatorError(`\`${title}\` failed (${how}):\n${lastLines.join('\n')}`);
  } catch (error) {
    if (error.code === 'ENOENT')
      throw new OperatorError(`\`${program}\` was not found; it is needed for \`${title}\`.`);
    throw error;
  } finally {
    running.delete(child);
  }
  return output.join('\n');
}

/** Runs a TypeScript program of this repository. Options and result as {@link runCommand}'s. */
export function runTypeScript(file, args = [], options = {}) {
  return runCommand(process.execPath, ['--import', 'tsx', file, ...args], { title: `tsx ${file}`, ...options });
}

/** Ends every program that {@link runCommand} still waits for, with all that it started. */
export function endRunningCommands() {
  for (const child of running) {
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
}
