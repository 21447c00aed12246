import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../repository.mjs';
import { runCommand } from './command.mjs';
import { onceFor } from './stamp.mjs';

/** Prisma's command-line program, quiet and without looking for news. */
function runPrisma(args, env = {}) {
  return runCommand(process.execPath, [join(repository, 'node_modules/prisma/build/index.js'), ...args], {
    title: `prisma ${args.join(' ')}`,
    env: { CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1', NO_COLOR: '1', ...env },
  });
}

/** Generates the database client where the schema or Prisma has changed. */
export async function generatePrismaClient() {
  const version = JSON.parse(readFileSync(join(repository, 'node_modules/prisma/package.json'), 'utf8')).version;
  const stamp = join(repository, 'packages/database/generated/.stamp');
  const done = await onceFor(stamp, [join(repository, 'prisma/schema.prisma'), version], async () => {
    await runPrisma(['generate']);
  });
  return done ? 'generated' : 'up to date';
}
