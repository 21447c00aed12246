import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'specs',
  workers: 2,
  projects: [
    // Nothing waits for an answer of the model there.
    { name: 'states', testMatch: 'accessibility.spec.ts', fullyParallel: true },
    // One stack (browser/test.ts), one model, two cores: what runs beside a test would only make both slow.
    { name: 'ways', testIgnore: 'accessibility.spec.ts', workers: 1 },
  ],
  timeout: 180_000,
  // On a machine that does other things too: what fails twice has failed; what fails once is said to be flaky.
  retries: 1,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '../.bench/e2e-report.json' }]],
  outputDir: '../test-results',
  use: {
    browserName: 'chromium',
    // Without it an action that can't be done waits for the whole test's time.
    actionTimeout: 45_000,
    // Of every first run it would take a seventh of the time.
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
