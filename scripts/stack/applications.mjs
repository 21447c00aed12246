import { join } from 'node:path';
import { repository } from '../repository.mjs';
import { spawnNode, untilItAnswers, untilItSaysReady } from './node-process.mjs';
import { Part } from './part.mjs';

/** @typedef {Record<string, string | undefined>} Env */
/** @typedef {(name: string, line: string, level?: 'info' | 'warn') => void} PartLog */

// The parts that are programs of this repository. Each gets the variables of its own `env.ts`.

/** @param {{ env: Env, log: PartLog, databaseUrl: string, secret: string, uploadsDir: string, webUrl: string, host: string, port: number }} options */
export function gatewayPart({ env, log, databaseUrl, secret, uploadsDir, webUrl, host, port }) {
  return application('gateway', log, {
    program: 'apps/gateway/dist/main.js',
    env: {
      ...{ ...env, DATABASE_URL: databaseUrl, SECRET: secret, UPLOADS_DIR: uploadsDir },
      ...{ WEB_URL: webUrl, HOST: host, PORT: String(port) },
    },
    untilReady: untilItSaysReady,
    // Answers what is being said, then closes the sockets.
    graceMs: 12_000,
  });
}

/** @param {{ env: Env, log: PartLog, databaseUrl: string, modelDir: string, embeddingDir?: string | undefined, cudaDir?: string | undefined, number: number, leastRestartMs: () => number }} options `number` counts from 1 */
export function workerPart({ env, log, databaseUrl, modelDir, embeddingDir, cudaDir, number, leastRestartMs }) {
  const name = `worker-${number}`;
  return application(name, log, {
    program: 'apps/worker/dist/main.js',
    env: {
      ...{ ...env, DATABASE_URL: databaseUrl, MODEL_DIR: modelDir, EMBEDDING_DIR: embeddingDir, CUDA_DIR: cudaDir },
      // Where CUDA's libraries look for those that they load by name.
      ...(cudaDir && { LD_LIBRARY_PATH: [cudaDir, env.LD_LIBRARY_PATH].filter(Boolean).join(':') }),
    },
    untilReady: untilItSaysReady,
    graceMs: 12_000,
    leastRestartMs,
  });
}

/** Why another number of workers is wanted, for whoever reads the supervisor's log. */
const REASONS = {
  queue: 'so many answers wait and run',
  ttft: 'first words come late',
  calm: 'for a minute fewer would have done',
  limits: 'so the limits say',
};

/** @param {{ env: Env, log: PartLog, databaseUrl: string, min: number, max: number, onWanted: (wanted: number, reason: string) => void }} options */
export function autoscalerPart({ env, log, databaseUrl, min, max, onWanted }) {
  return application('autoscaler', log, {
    program: 'apps/autoscaler/dist/main.js',
    env: {
      ...{ ...env, DATABASE_URL: databaseUrl, MIN_WORKERS: String(min), MAX_WORKERS: String(max) },
      // The workers have it.
      HEALTH_PORT: undefined,
    },
    untilReady: untilItSaysReady,
    graceMs: 3_000,
    onMessage: (message) => 'wanted' in message && onWanted(message.wanted, REASONS[message.reason]),
  });
}

/** @param {{ env: Env, log: PartLog, port: number }} options */
export function webPart({ env, log, port }) {
  return application('web', log, {
    program: 'apps/web/.next/standalone/apps/web/server.js',
    env: { ...env, PORT: String(port), HOSTNAME: '127.0.0.1', NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    untilReady: (_child, signal) => untilItAnswers(`http://127.0.0.1:${port}/demo`, signal),
    graceMs: 3_000,
  });
}

function application(
  name,
  log,
  { program, env, untilReady, graceMs, leastRestartMs = () => 0, onMessage = (_message) => {} },
) {
  return new Part({
    name,
    spawn: () => spawnNode(join(repository, program), { cwd: repository, env }).on('message', onMessage),
    untilReady,
    stopSignal: 'SIGTERM',
    graceMs,
    leastRestartMs,
    onLine: (line) => log(name, line),
    onNotice: (text) => log('frontdesk', text, 'warn'),
  });
}
