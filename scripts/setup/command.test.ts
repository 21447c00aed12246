import { expect, it } from 'vitest';
import { endRunningCommands, runCommand } from './command.mjs';

it('has not done what it was told to stop, also where the program then ends well', async () => {
  const program = "process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1e3); console.log('started')";
  const run = runCommand(process.execPath, ['-e', program], { title: 'a build', onLine: () => endRunningCommands() });
  await expect(run).rejects.toThrow('`a build` failed (interrupted)');
});
