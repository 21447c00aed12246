#!/usr/bin/env node
// node scripts/testing/with-servers.mjs FILE…: the tests of some files, on a database and, where there is a redis-server, a Redis of
// their own, as `npm test` has them. Takes all that Vitest does, such as `--project database`.
import { join } from 'node:path';
import { explain } from '../operator-error.mjs';
import { repository } from '../repository.mjs';
import { endRunningCommands, runCommand } from '../setup/command.mjs';
import { endOnSignal } from '../terminal/end-on-signal.mjs';
import { findRedisServer, startRedisServer } from './redis-server.mjs';
import { withTestDatabase } from './test-database.mjs';

endOnSignal().addEventListener('abort', endRunningCommands);
const redis = findRedisServer() ? await startRedisServer() : undefined;
try {
  await withTestDatabase((databaseUrl) =>
    runCommand(
      process.execPath,
      [join(repository, 'node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)],
      {
        ...{ isShown: true, title: 'vitest run' },
        env: { TEST_DATABASE_URL: databaseUrl, TEST_REDIS_SERVER: redis?.url },
      },
    ),
  );
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
} finally {
  await redis?.kill();
}
