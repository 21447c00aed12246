import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const patienceMs = 10_000;

/**
 * Where the path has a program of this name, the first one first.
 *
 * @param {string} name
 */
export function placesOf(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .filter((path) => existsSync(path));
}

/**
 * Starts a server of another kind with a folder of its own, which is gone with it; resolves when it answers.
 *
 * @param {string} name what it is called if it does not start
 * @param {(home: string) => { program: string, args: readonly string[], env?: NodeJS.ProcessEnv }} commandIn
 * @param {() => Promise<boolean>} answers
 * @returns {Promise<{ pid: number, kill: () => Promise<void> }>} `kill` ends it at once, as a crash does
 */
export async function startProgram(name, commandIn, answers) {
  const home = mkdtempSync(join(tmpdir(), 'frontdesk-program-'));
  const { program, args, env = process.env } = commandIn(home);
  const child = spawn(program, args, { env, stdio: 'ignore' });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const kill = async () => {
    process.off('exit', end);
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      end();
      await exited;
    }
    rmSync(home, { recursive: true, force: true });
  };
  for (const until = Date.now() + patienceMs; !(await answers()); await sleep(20)) {
    if (child.exitCode === null && Date.now() < until) continue;
    await kill();
    throw new Error(`${name} did not start`);
  }
  return { pid: Number(child.pid), kill };
}
