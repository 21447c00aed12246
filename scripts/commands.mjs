import { join } from 'node:path';
import { checkCompose } from './checks/compose.mjs';
import { checkImports } from './checks/imports.mjs';
import { checkKubernetes } from './checks/kubernetes.mjs';
import { checkTypes } from './checks/types.mjs';
import { OperatorError } from './operator-error.mjs';
import { repository } from './repository.mjs';
import { runAdmin } from './setup/accounts.mjs';
import { findChromium } from './setup/chromium.mjs';
import { runCommand, runTypeScript } from './setup/command.mjs';
import { chooseDevice } from './setup/cuda.mjs';
import { dataDir } from './setup/data-dir.mjs';
import { readRunning, refuseRunning } from './stack/lock.mjs';
import { refuseNoDatabase, runWithDatabase } from './stack/run-with-database.mjs';

const shown = { isShown: true };

/**
 * @typedef {{ modelDir?: string, embeddingDir?: string, signal: AbortSignal, step: import('./terminal/steps.mjs').Step }} Made
 *   what `setUp` made
 * @typedef {import('./setup/set-up.mjs').Need} Need
 */

/**
 * What `npm run` offers. `check` is called before anything is made, and throws where that would do harm.
 *
 * @type {Record<string, {
 *   check?: (args: string[]) => void,
 *   needs: Need[] | ((args: string[], folder?: string) => Need[]),
 *   run: (args: string[], made: Made) => Promise<unknown>,
 * }>}
 */
export const commands = {
  smoke: program('e2e/smoke/smoke.ts', 'client', 'model', 'build'),
  'check:model': program('packages/models/src/check/check-model.ts', 'model'),
  'check:cuda': { needs: ['client'], run: checkCuda },
  'check:engine': program('packages/models/src/check/engine/check-engine.ts', 'client', 'model'),
  'bench:engine': { needs: ['client', 'model'], run: benchEngine },
  'bench:soak': program('packages/engine/src/bench/bench-soak.ts', 'client', 'model'),
  'bench:answers': program('e2e/bench/answers.ts', 'client', 'model', 'build'),
  'fit:answers': program('e2e/bench/fit-answers.ts', 'client', 'model'),
  'bench:widget': {
    needs: ['client', 'model', 'build'],
    run: (args, made) =>
      runTypeScript('e2e/bench/widget.ts', args, {
        ...shown,
        env: { ...modelEnv(made), CHROMIUM_PATH: findChromium() },
      }),
  },
  'bench:kv': { needs: ['client'], run: benchKv },
  'bench:first-word': program('e2e/bench/first-word.ts', 'client', 'model', 'build'),
  'bench:start-worker': program('e2e/bench/start-worker.ts', 'client', 'model', 'build'),
  'bench:load': program('e2e/bench/load.ts', 'client', 'model', 'build'),
  'bench:chaos': program('e2e/bench/chaos.ts', 'client', 'model', 'build'),
  'bench:http': program('e2e/bench/http.ts', 'client', 'model', 'build'),
  'bench:admin': program('e2e/bench/admin.ts', 'client'),
  'bench:quoting': program('e2e/bench/quoting.ts', 'client', 'model'),
  'bench:retrieval': program('e2e/bench/retrieval.ts', 'client', 'model'),
  simulate: program('e2e/simulator/simulate.ts', 'dependencies'),
  'admin:reset-password': forOperators(resetPassword),
  'api-key': forOperators(makeApiKey),
  'identity-secret': forOperators(tellIdentitySecret),
  // The libraries of these are there only once dependencies are installed.
  backup: {
    check: () => refuseNoDatabase(),
    needs: unlessRunning('dependencies'),
    run: async (args, { signal }) => (await import('./backup/commands.mjs')).backUpCommand(args, signal),
  },
  restore: {
    check: () => refuseRunning(dataDir),
    needs: ['dependencies'],
    run: async (args, { signal }) => (await import('./backup/commands.mjs')).restoreCommand(args, signal),
  },
  upgrade: {
    check: (args) => {
      refuseNoDatabase();
      // What runs from here would have its programs changed under it; a database may be in use.
      if (!isDatabaseOnly(args)) refuseRunning(dataDir);
    },
    needs: (args) => (isDatabaseOnly(args) ? ['dependencies'] : ['client', 'device', 'model', 'build']),
    run: async (args, made) => (await import('./upgrade/command.mjs')).upgradeCommand(args, made),
  },
  build: { needs: ['client', 'build'], run: async () => {} },
  typecheck: { needs: ['client'], run: checkTypes },
  lint: { needs: ['client'], run: lint },
  'test:unit': {
    needs: ['client'],
    run: (args) => runCommand(process.execPath, [bin('vitest/vitest.mjs'), 'run', ...args], shown),
  },
  'test:e2e': {
    needs: ['client', 'model', 'build'],
    run: (args, made) => runPlaywright('e2e/playwright.config.ts', args, made),
  },
  shots: {
    needs: ['client', 'model', 'build'],
    run: (args, made) => runPlaywright('e2e/shots/playwright.config.ts', args, made),
  },
};

/**
 * A command that is one TypeScript program.
 *
 * @param {string} file
 * @param {...Need} needs the program is told where the models are, if they are among them
 */
function program(file, ...needs) {
  return {
    needs,
    /** @param {string[]} args @param {Made} made */
    run: (args, made) => runTypeScript(file, args, { ...shown, env: needs.includes('model') ? modelEnv(made) : {} }),
  };
}

/**
 * A command that asks the database of this deployment, also while that runs.
 *
 * @param {(args: string[]) => Promise<void>} run
 */
function forOperators(run) {
  return { check: () => refuseNoDatabase(), needs: unlessRunning('client', 'build'), run };
}

/**
 * What runs from this folder has all that it needs, of its own version: nothing is made anew under it.
 *
 * @param {...Need} needs
 * @returns {(args: string[], folder?: string) => Need[]}
 */
function unlessRunning(...needs) {
  return (_args, folder = dataDir) => (readRunning(folder) ? [] : needs);
}

/** @param {Made} made */
function modelEnv({ modelDir, embeddingDir }) {
  return { MODEL_DIR: modelDir, EMBEDDING_DIR: embeddingDir };
}

/** @param {string} config @param {string[]} args @param {Made} made */
function runPlaywright(config, args, made) {
  return runCommand(process.execPath, [bin('@playwright/test/cli.js'), 'test', '-c', config, ...args], {
    ...shown,
    env: { ...modelEnv(made), CHROMIUM_PATH: findChromium() },
  });
}

/** @param {string[]} args @param {{ modelDir?: string }} made */
async function benchEngine(args, { modelDir }) {
  const peers = await runTypeScript('packages/models/src/check/peer.ts', [], { env: { MODEL_DIR: modelDir } });
  await runTypeScript('packages/engine/src/bench/bench-engine.ts', args, {
    ...shown,
    env: { MODEL_DIR: modelDir, PEERS: peers },
  });
}

/** @param {string[]} args `--cpu` checks the check, on the CPU, which is too slow for more than a quick benchmark */
async function checkCuda(args) {
  const device = args.includes('--cpu') ? undefined : await chooseDevice((progress) => console.log(progress));
  if (device?.why) {
    console.log(`Nothing was checked: no GPU can be used, ${device.why}.`);
    return;
  }
  const cudaDir = device?.cudaDir;
  const models = await runTypeScript('packages/models/src/check/kv-models.ts');
  const how = { ...shown, env: { KV_MODELS: models, CUDA_DIR: cudaDir, ...(cudaDir && { LD_LIBRARY_PATH: cudaDir }) } };
  await runTypeScript('packages/models/src/check/engine/check-cuda.ts', [JSON.parse(models).exact], how);
  if (cudaDir) await runTypeScript('packages/engine/src/bench/time-devices.ts', [], how);
  await runTypeScript('packages/engine/src/bench/bench-device.ts', cudaDir ? args : [...args, '--quick'], how);
}

/** @param {string[]} args */
async function benchKv(args) {
  const models = await runTypeScript('packages/models/src/check/kv-models.ts');
  await runTypeScript('packages/engine/src/bench/bench-kv.ts', args, { ...shown, env: { KV_MODELS: models } });
}

async function resetPassword(args) {
  const { email, password } = JSON.parse(
    await runWithDatabase((access) => runAdmin(['reset-password', ...args], access)),
  );
  console.log(`E-mail:   ${email}\nPassword: ${password}`);
}

async function makeApiKey(args) {
  const { siteKey, name, apiKey } = JSON.parse(
    await runWithDatabase((access) => runAdmin(['api-key', ...args], access)),
  );
  console.log(`API key of the site ${siteKey}, named ${name}; it is shown only now:\n${apiKey}`);
}

/** @param {string[]} args */
async function tellIdentitySecret(args) {
  const { siteKey, secret, version, formerValidUntil } = JSON.parse(
    await runWithDatabase((access) => runAdmin(['identity-secret', ...args], access)),
  );
  const former = formerValidUntil ? `; the one before counts until ${formerValidUntil}` : '';
  console.log(
    `Identity secret ${version} of the site ${siteKey}${former}. For its server alone, never in a page:\n${secret}`,
  );
}

async function lint() {
  await runCommand(process.execPath, [bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings'], shown);
  const problems = [...(await checkImports()), ...(await checkCompose()), ...(await checkKubernetes())];
  if (problems.length > 0) throw new OperatorError(problems.join('\n'));
  console.log('Imports, docker-compose.yml and the manifests for Kubernetes are as they should be.');
}

/** @param {string[]} args */
const isDatabaseOnly = (args) => args.includes('--database-only');
const bin = (path) => join(repository, 'node_modules', path);
