import { join } from 'node:path';
import { repository } from '../repository.mjs';
import { runTurbo } from '../setup/build.mjs';
import { runCommand } from '../setup/command.mjs';

/**
 * Checks the types of every workspace, of the scripts, and of what fills the database.
 *
 * @throws {OperatorError} with what the compiler says
 */
export async function checkTypes() {
  await runTurbo('typecheck');
  for (const folder of ['scripts', 'prisma']) {
    await runCommand(process.execPath, [join(repository, 'node_modules/typescript/bin/tsc'), '-p', folder], {
      title: `tsc -p ${folder}`,
    });
  }
}
