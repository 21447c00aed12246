import { availableParallelism } from 'node:os';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import { findCaddy, oldestCaddy } from './scripts/testing/caddy.mjs';

// What a test needs beyond Node is in its file's name. `npm test` provides it; where it is missing, those files stay out
// and the run says so.
const databaseTests = '**/*.db.test.ts';
const redisTests = '**/*.redis.test.ts';
const modelTests = '**/*.model.test.ts';
const caddyTests = '**/*.caddy.test.ts';
const ignored = ['**/node_modules/**', '**/dist/**', '**/.next/**', 'e2e/specs/**'];

// On a machine that does other things too: what fails twice has failed; what fails once is said to be flaky.
const retry = 1;
// By itself Vitest leaves a core free: one of two. Many files wait more than they compute.
const maxWorkers = Math.max(2, availableParallelism() - 1);
// By itself `expect.poll` gives up after a second, on a busy machine too.
const poll = { timeout: 10_000 };
const projects: TestProjectConfiguration[] = [
  {
    test: {
      name: 'unit',
      include: ['{apps,packages,prisma,scripts,e2e}/**/*.test.{ts,tsx}'],
      exclude: [...ignored, databaseTests, redisTests, modelTests, caddyTests],
      // Files share what they import: a third of the time. None changes what another sees.
      isolate: false,
      setupFiles: ['scripts/testing/leave-nothing.ts'],
      // Some start processes, on machines that do other things too.
      testTimeout: 30_000,
      ...{ retry, maxWorkers, expect: { poll } },
    },
  },
];
const caddy = findCaddy();
// Real servers and databases, on machines that do other things too.
const patience = { testTimeout: 30_000, hookTimeout: 30_000, retry, maxWorkers, expect: { poll } };
if (process.env.TEST_DATABASE_URL) {
  projects.push({
    test: {
      name: 'database',
      include: [databaseTests],
      exclude: ignored,
      globalSetup: ['scripts/testing/test-databases.ts'],
      setupFiles: ['scripts/testing/own-database.ts'],
      sequence: { groupOrder: 1 },
      ...patience,
    },
  });
} else {
  console.warn('Without TEST_DATABASE_URL no database tests run (*.db.test.ts); npm test provides a database.');
}
if (process.env.TEST_DATABASE_URL && process.env.TEST_REDIS_SERVER) {
  projects.push({
    test: {
      name: 'redis',
      // The same tests once more where queues and notices matter: there they are on Redis.
      include: [
        redisTests,
        ...(caddy ? [caddyTests] : []),
        'packages/queue/src/**/*.db.test.ts',
        'apps/gateway/src/{gateway,recovery/sweeper,recovery/take-over,relay/relay}.db.test.ts',
        'apps/gateway/src/messages/{affinity,answer-cache,fair-share}.db.test.ts',
        'apps/gateway/src/visitor/{attendance,conversation-lifecycle,visitor-messages}.db.test.ts',
        'apps/gateway/src/http/chat.db.test.ts',
        'apps/worker/src/worker.db.test.ts',
        'e2e/recovery/*.db.test.ts',
      ],
      exclude: [...ignored, '**/postgres-*.db.test.ts'],
      globalSetup: ['scripts/testing/test-databases.ts'],
      setupFiles: ['scripts/testing/own-database.ts', 'scripts/testing/own-redis.ts'],
      sequence: { groupOrder: 2 },
      ...patience,
    },
  });
} else {
  console.warn(
    'Without TEST_REDIS_SERVER no tests on Redis run (*.redis.test.ts, and others again); npm test starts one.',
  );
}
if (!caddy)
  console.warn(`Without a Caddy of ${oldestCaddy} or newer no tests through it run (*.caddy.test.ts): set CADDY_PATH.`);
if (process.env.MODEL_DIR) {
  projects.push({
    test: {
      name: 'model',
      include: [modelTests],
      exclude: ignored,
      testTimeout: 120_000,
      retry,
      // Each loads the model, and takes all cores.
      fileParallelism: false,
      sequence: { groupOrder: 3 },
    },
  });
} else {
  console.warn('Without MODEL_DIR no tests of the real model run (*.model.test.ts); npm test provides a model.');
}

export default defineConfig({ test: { projects } });
