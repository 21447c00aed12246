import { join } from 'node:path';
import { repository } from '../repository.mjs';
import { readRunning, refuseRunning } from '../stack/lock.mjs';
import { runCommand } from './command.mjs';
import { dataDir } from './data-dir.mjs';

/**
 * Runs a task in every workspace that has it, through turbo, which remembers results.
 *
 * @param {'build' | 'typecheck'} task
 * @param {(line: string) => void} [onLine]
 * @param {readonly string[]} [flags]
 */
export function runTurbo(task, onLine, flags = []) {
  const turbo = join(repository, 'node_modules/turbo/bin/turbo');
  // As many at once as there are cores: more would only need more memory.
  return runCommand(process.execPath, [turbo, 'run', task, '--concurrency=100%', ...flags], {
    title: `turbo run ${task}`,
    env: {
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_NO_UPDATE_NOTIFIER: '1',
      DO_NOT_TRACK: '1',
      NEXT_TELEMETRY_DISABLED: '1',
    },
    onLine,
  });
}

/**
 * Builds the applications for production, those that changed.
 *
 * @param {(application: string) => void} report
 * @returns {Promise<string>} what was done
 * @throws {import('../operator-error.mjs').OperatorError} when it fails, or a deployment runs whose programs would change
 */
export async function buildApplications(report) {
  if (readRunning(dataDir) && !isBuilt(JSON.parse(await runTurbo('build', undefined, ['--dry=json'])))) {
    refuseRunning(dataDir, 'Its programs would be changed under it.');
  }
  const output = await runTurbo('build', (line) => {
    const [, application] = /^@frontdesk\/(\w+):build/.exec(line) ?? [];
    if (application) report(application);
  });
  return /FULL TURBO/.test(output) ? 'up to date' : 'built';
}

/**
 * Whether nothing is to be built.
 *
 * @param {{ tasks: { command: string, cache: { status: string } }[] }} plan as turbo tells it
 */
export const isBuilt = ({ tasks }) =>
  tasks.every(({ command, cache }) => command === '<NONEXISTENT>' || cache.status === 'HIT');
