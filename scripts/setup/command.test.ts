import { dirname } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { endRunningCommands, runCommand } from './command.mjs';

afterEach(() => void vi.unstubAllEnvs());

it('has not done what it was told to stop, also where the program then ends well', async () => {
  const program = "process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1e3); console.log('started')";
  const run = runCommand(process.execPath, ['-e', program], { title: 'a build', onLine: () => endRunningCommands() });
  await expect(run).rejects.toThrow('`a build` failed (interrupted)');
});

it('finds npm beside the Node that runs, as in a service of systemd, whose path has neither', async () => {
  vi.stubEnv('PATH', '/nowhere');
  expect(await runCommand('npm', ['--version'])).toMatch(/^\d+\./);
});

it('leaves a path as it is that has the Node that runs: another folder before it may have Python', async () => {
  const path = `/nowhere:${dirname(process.execPath)}`;
  vi.stubEnv('PATH', path);
  expect(await runCommand(process.execPath, ['-p', 'process.env.PATH'])).toBe(path);
});
