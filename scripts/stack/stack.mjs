import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { clusterHome } from '../postgres/cluster.mjs';
import { demoIdentitySecret, describeAccount, ensureAdmin, seed } from '../setup/accounts.mjs';
import { endRunningCommands } from '../setup/command.mjs';
import { migrate } from '../setup/migrations.mjs';
import { readSecret } from '../setup/secret.mjs';
import { silentStep } from '../terminal/steps.mjs';
import { autoscalerPart, gatewayPart, webPart, workerPart } from './applications.mjs';
import { prepareDatabase } from './database.mjs';
import { lockDataDir } from './lock.mjs';
import { anyFreePort } from './ports.mjs';
import { BESIDE_OTHERS_MS } from './restart-delay.mjs';
import { WorkerPool } from './worker-pool.mjs';

// A part gets these from us, for itself, or not at all.
const OURS = [
  'DATABASE_URL',
  'SECRET',
  'HOST',
  'PORT',
  'HOSTNAME',
  'MODEL_DIR',
  'EMBEDDING_DIR',
  'WEB_URL',
  'NODE_CHANNEL_FD',
];

/**
 * Starts the whole product on this machine and waits until each part is ready: database, schema, demo site, first
 * account, gateway, workers, web. What ends is started again until `stop`. All that this needs (dependencies, generated
 * client, builds, the prepared model) must be there: `setUp` makes it.
 *
 * @param {import('./stack-types.ts').StackOptions} options
 * @returns {Promise<import('./stack-types.ts').Stack>}
 */
export async function startStack(options) {
  const {
    dataDir,
    modelDir,
    embeddingDir,
    cudaDir,
    host = '127.0.0.1',
    step = silentStep,
    log = () => {},
    signal,
  } = options;
  const lock = lockDataDir(dataDir);
  const parts = new Parts(signal);
  const stop = once(async () => {
    await parts.stop();
    if (options.temporary)
      for (const folder of [clusterHome(dataDir), dataDir]) rmSync(folder, { recursive: true, force: true });
    else lock.release();
  });
  const abort = () => {
    endRunningCommands();
    stop();
  };
  signal?.addEventListener('abort', abort, { once: true });
  options.atOnce?.addEventListener('abort', () => parts.stopNow(), { once: true });
  try {
    const secret = process.env.SECRET || readSecret(dataDir);
    const env = { ...withoutOurs(process.env), ...options.env };
    const uploadsDir = env.UPLOADS_DIR || join(dataDir, 'uploads');

    let { databaseUrl } = options;
    let database;
    if (!databaseUrl) {
      await step('Database', async () => {
        const { part, url, folder } = await prepareDatabase({ dataDir, log });
        database = part;
        databaseUrl = url;
        await parts.start('database', part);
        return `PostgreSQL, data in ${folder}`;
      });
    }
    lock.announce({ databaseUrl, secret, uploadsDir });
    let admin;
    let demoSecret;
    await step('Migrations', () => migrate(databaseUrl, signal));
    await step('Demo sites', () => seed(databaseUrl));
    await step('Admin account', async () => {
      const access = { databaseUrl, secret };
      [admin, demoSecret] = await Promise.all([ensureAdmin(access), demoIdentitySecret(access)]);
      return describeAccount(admin);
    });

    const port = options.ports?.gateway ?? (await anyFreePort());
    const webPort = options.ports?.web ?? (await anyFreePort());
    const webUrl = `http://127.0.0.1:${webPort}`;
    const gateway = gatewayPart({ env, log, databaseUrl, secret, uploadsDir, webUrl, host, port });
    const web = webPart({ env: { DEMO_IDENTITY_SECRET: demoSecret, ...env }, log, port: webPort });
    const { min, max } = limitsOf(options.workers);
    const workers = new WorkerPool({
      makePart: (number) =>
        workerPart({
          env: { ...env, ...ofItsOwn(env, number), ...options.workerEnv?.(number) },
          ...{ log, databaseUrl, modelDir, embeddingDir, cudaDir, number },
          leastRestartMs: () => (workers.parts.length > 1 ? BESIDE_OTHERS_MS : 0),
        }),
      max,
      onChange: (text) => log('frontdesk', text),
    });
    await step('Gateway, worker, web', (report) =>
      startTogether(report, [
        [gateway, () => parts.start('front', gateway)],
        [web, () => parts.start('back', web)],
        [workers, () => parts.start('back', workers, () => workers.start(min))],
      ]),
    );
    if (min < max) {
      const onWanted = (wanted, reason) => workers.follow(wanted, reason);
      await parts.start('front', autoscalerPart({ env, log, databaseUrl, min, max, onWanted }));
    }
    const url = `http://127.0.0.1:${port}`;
    lock.announce({ databaseUrl, secret, uploadsDir, url });
    return {
      ...{ url, databaseUrl, secret, modelDir, admin, database, gateway, web, stop },
      hasDemo: demoSecret !== undefined,
      get workers() {
        return workers.parts;
      },
    };
  } catch (error) {
    await stop();
    // What failed because it was stopped is no failure of its own.
    signal?.throwIfAborted();
    throw error;
  }
}

/** What runs, in the order in which it must end: first the one that takes new messages, last the one that stores them. */
class Parts {
  #signal;
  #groups = { front: [], back: [], database: [] };

  constructor(signal) {
    this.#signal = signal;
  }

  async start(group, part, start = () => part.start()) {
    this.#signal?.throwIfAborted();
    this.#groups[group].push(part);
    await start();
  }

  async stop() {
    for (const group of Object.values(this.#groups)) await Promise.all(group.map((part) => part.stop()));
  }

  stopNow() {
    for (const group of Object.values(this.#groups)) for (const part of group) part.stopNow();
  }
}

async function startTogether(report, starts) {
  const waiting = new Set(starts.map(([part]) => part.name));
  const tell = () => waiting.size > 0 && report(`waiting for ${[...waiting].join(', ')}`);
  tell();
  await Promise.all(
    starts.map(async ([part, start]) => {
      await start();
      waiting.delete(part.name);
      tell();
    }),
  );
  return 'ready';
}

/** @param {import('./stack-types.ts').StackOptions['workers']} workers */
function limitsOf(workers = 1) {
  return typeof workers === 'number' ? { min: workers, max: workers } : workers;
}

/**
 * What no two workers may share.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {number} number
 */
function ofItsOwn({ HEALTH_PORT, WORKER_ID }, number) {
  if (number === 1) return {};
  return {
    ...(HEALTH_PORT && { HEALTH_PORT: String(Number(HEALTH_PORT) + number - 1) }),
    ...(WORKER_ID && { WORKER_ID: `${WORKER_ID}-${number}` }),
  };
}

function withoutOurs(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !OURS.includes(name)));
}

function once(work) {
  let done;
  return () => {
    done ??= work();
    return done;
  };
}
