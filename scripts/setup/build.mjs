import { join } from 'node:path';
import { repository } from '../repository.mjs';
import { runCommand } from './command.mjs';

/**
 * Runs a task in every workspace that has it, through turbo, which remembers results.
 *
 * @param {'build' | 'typecheck'} task
 * @param {(line: string) => void} [onLine]
 */
export function runTurbo(task, onLine) {
  const turbo = join(repository, 'node_modules/turbo/bin/turbo');
  // As many at once as there are cores: more would only need more memory.
  return runCommand(process.execPath, [turbo, 'run', task, '--concurrency=100%'], {
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

/** Builds the applications for production, those that changed. */
export async function buildApplications(report) {
  const output = await runTurbo('build', (line) => {
    const [, application] = /^@frontdesk\/(\w+):build/.exec(line) ?? [];
    if (application) report(application);
  });
  return /FULL TURBO/.test(output) ? 'up to date' : 'built';
}
