import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { OperatorError } from '../operator-error.mjs';
import { repository } from '../repository.mjs';

const LINES_SHOWN = 40;
const running = new Set();
const interrupted = new WeakSet();

/**
 * Runs a program to its end, in a process group of its own.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {Record<string, string | undefined>} [options.env] added to this process's own
 * @param {string} [options.cwd] the repository's root unless given
 * @param {(line: string) => void} [options.onLine] each line of its standard output
 * @param {(pid: number) => void} [options.onStarted] told its process
 * @param {string} [options.title] how an error names it
 * @param {boolean} [options.explainsItself] what it writes to its standard error is all that an error need say
 * @param {boolean} [options.isShown] it writes where this process writes; nothing is returned
 * @returns {Promise<string>} its standard output
 * @throws {OperatorError} when it fails, with the last lines it wrote
 */
export async function runCommand(program, args, options = {}) {
  const { env, onLine, title = [program, ...args].join(' '), explainsItself = false, isShown = false } = options;
  const child = spawn(program, args, {
    cwd: options.cwd ?? repository,
    env: { ...process.env, PATH: withNode(process.env.PATH), ...env },
    detached: true,
    stdio: ['ignore', isShown ? 'inherit' : 'pipe', isShown ? 'inherit' : 'pipe'],
  });
  running.add(child);
  if (child.pid) options.onStarted?.(child.pid);
  const output = readLines(child.stdout, onLine);
  const errors = readLines(child.stderr);
  try {
    const ended = await endOf(child);
    // A program may end well when it is told to end, half done.
    const how = ended ?? (interrupted.has(child) ? 'interrupted' : undefined);
    if (!how) return output.join('\n');
    if (explainsItself && errors.length > 0) throw new OperatorError(errors.join('\n'));
    const lastLines = [...output, ...errors].slice(-LINES_SHOWN).join('\n');
    throw new OperatorError(`\`${title}\` failed (${how})${lastLines ? `:\n${lastLines}` : ''}`);
  } finally {
    running.delete(child);
  }
}

/** Runs a TypeScript program of this repository. Options and result as {@link runCommand}'s. */
export function runTypeScript(file, args = [], options = {}) {
  return runCommand(process.execPath, ['--import', 'tsx', file, ...args], { title: `tsx ${file}`, ...options });
}

/** A service's path may not have Node's folder, where npm lies, too. @param {string | undefined} path */
function withNode(path = '') {
  const folder = dirname(process.execPath);
  const folders = path.split(delimiter).filter(Boolean);
  return folders.includes(folder) ? path : [folder, ...folders].join(delimiter);
}

/** Ends every program that {@link runCommand} still waits for, with all that it started. */
export function endRunningCommands() {
  for (const child of running) {
    interrupted.add(child);
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
}

function readLines(stream, use) {
  const lines = [];
  if (stream) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      use?.(line);
    });
  }
  return lines;
}

/** Resolves to how a program failed, in words, or to undefined when it did not. */
function endOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', (error) =>
      reject(error.code === 'ENOENT' ? new OperatorError(`\`${child.spawnfile}\` was not found.`) : error),
    );
    child.once('close', (code, signal) => resolve(code === 0 ? undefined : (signal ?? `exit code ${code}`)));
  });
}
