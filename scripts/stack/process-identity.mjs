import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * What tells a process from a later one that got the same number.
 *
 * @param {number} pid
 * @returns {{ startedAt: string, command: string } | undefined} undefined when no such process runs
 */
export function identify(pid) {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name, in parentheses, may hold anything: the fixed fields begin after the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return undefined;
    return { startedAt: fields[19], command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') };
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return undefined;
    throw error;
  }
}

/** As {@link identify}, where there is no /proc. @param {number} pid */
export function fromPs(pid) {
  const ask = (column) =>
    execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], {
      encoding: 'utf8',
      // Whoever asks, from a terminal or from cron, gets the same words.
      env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    return { startedAt: ask('lstart'), command: ask('command') };
  } catch (error) {
    // ps ends with 1 when there is no such process.
    if (error.status === 1) return undefined;
    throw error;
  }
}
