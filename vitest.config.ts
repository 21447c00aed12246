import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

// What a test needs beyond Node is in its file's name. `npm test` provides it; where it is missing, those files stay out
// and the run says so.
const databaseTests = '**/*.db.test.ts';
const modelTests = '**/*.model.test.ts';
const ignored = ['**/node_modules/**', '**/dist/**', '**/.next/**', 'e2e/specs/**'];

const projects: TestProjectConfiguration[] = [
  {
    test: {
      name: 'unit',
      include: ['{apps,packages,prisma,scripts,e2e}/**/*.test.{ts,tsx}'],
      exclude: [...ignored, databaseTests, modelTests],
      // Some start processes, on machines that do other things too.
      testTimeout: 30_000,
    },
  },
];
if (process.env.TEST_DATABASE_URL) {
  projects.push({
    test: {
      name: 'database',
      include: [databaseTests],
      exclude: ignored,
      globalSetup: ['scripts/testing/test-databases.ts'],
      setupFiles: ['scripts/testing/own-database.ts'],
      sequence: { groupOrder: 1 },
      // Real servers and databases, on machines that do other things too.
      testTimeout: 30_000,
      hookTimeout: 30_000,
      expect: { poll: { timeout: 10_000 } },
    },
  });
} else {
  console.warn('Without TEST_DATABASE_URL no database tests run (*.db.test.ts); npm test provides a database.');
}
if (process.env.MODEL_DIR) {
  projects.push({
    test: {
      name: 'model',
      include: [modelTests],
      exclude: ignored,
      testTimeout: 120_000,
      // Each loads the model, and takes all cores.
      fileParallelism: false,
      sequence: { groupOrder: 2 },
    },
  });
} else {
  console.warn('Without MODEL_DIR no tests of the real model run (*.model.test.ts); npm test provides a model.');
}

export default defineConfig({ test: { projects } });
