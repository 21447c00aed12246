import { join } from 'node:path';
import { repository } from '../repository.mjs';
import { runTurbo } from '../setup/build.mjs';
import { runCommand } from '../setup/command.mjs';

/**
 * Checks the types of every workspace, and of the scripts.
 *
 * @throws {OperatorError} with what the compiler says
 */
export async function checkTypes() {
  await runTurbo('typecheck');
  await runCommand(process.execPath, [join(repository, 'node_modules/typescript/bin/tsc'), '-p', 'scripts'], {
    title: 'tsc -p scripts',
  });
}
