#!/usr/bin/env node
// npm start: makes all that is missing, starts every part, says where they are, and stays until it is told to end.

// A Node too old to have all of it must come as far as the sentence that says so.
import os from 'node:os';
import { explain } from './operator-error.mjs';
import { endRunningCommands } from './setup/command.mjs';
import { dataDir } from './setup/data-dir.mjs';
import { keepInUse } from './setup/model.mjs';
import { memoryWarning } from './setup/requirements.mjs';
import { setUp } from './setup/set-up.mjs';
import { checkDatabaseUrl, readPort } from './setup/variables.mjs';
import { refuseRunning } from './stack/lock.mjs';
import { choosePort } from './stack/ports.mjs';
import { startStack } from './stack/stack.mjs';
import { workerLimits } from './stack/worker-limits.mjs';
import { addresses } from './terminal/addresses.mjs';
import { endOnSignal } from './terminal/end-on-signal.mjs';
import { showPartLog } from './terminal/part-log.mjs';
import { showSteps } from './terminal/steps.mjs';
import { drawTable } from './terminal/table.mjs';
import { Terminal } from './terminal/terminal.mjs';

const terminal = new Terminal();
const atOnce = new AbortController();
const signal = endOnSignal(() => {
  atOnce.abort();
  endRunningCommands();
});
signal.addEventListener('abort', () => {
  // Also while things are made: npm takes away half an installation before it ends.
  terminal.line(terminal.isInteractive ? '\nStopping. Ctrl-C again to stop at once.' : 'Stopping.');
  endRunningCommands();
});

try {
  const startedAt = performance.now();
  const wantedPort = readPort(process.env.PORT);
  checkDatabaseUrl(process.env.DATABASE_URL);
  refuseRunning(dataDir);
  const warning = memoryWarning(os.totalmem());
  if (warning) terminal.line(`! ${warning}`);
  const step = showSteps(terminal);
  const { modelDir, embeddingDir, cudaDir } = await setUp(['client', 'device', 'model', 'build'], step, signal);
  signal.throwIfAborted();
  keepInUse([modelDir, embeddingDir]);
  const limits = workerLimits({
    ...{
      cores: os.availableParallelism(),
      memoryBytes: os.totalmem(),
      usesGpu: cudaDir !== undefined,
      env: process.env,
    },
  });
  const port = await choosePort(wantedPort, { isGiven: Boolean(process.env.PORT) });
  if (port !== wantedPort) terminal.line(`! Port ${wantedPort} is taken; Frontdesk uses ${port}.`);
  const json = process.env.LOG_FORMAT === 'json';
  const stack = await startStack({
    dataDir,
    modelDir,
    embeddingDir,
    cudaDir,
    signal,
    atOnce: atOnce.signal,
    databaseUrl: process.env.DATABASE_URL,
    host: process.env.HOST,
    ports: { gateway: port },
    workers: limits,
    workerEnv: () => limits.env,
    env: { LOG_FORMAT: json ? 'json' : 'pretty', ...(terminal.hasColours ? {} : { NO_COLOR: '1' }) },
    step,
    log: showPartLog(terminal, { json }),
  });
  showAddresses(stack, (performance.now() - startedAt) / 1000);
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await stack.stop();
  terminal.line('Stopped.');
} catch (error) {
  if (!signal.aborted) {
    terminal.line(`\n${explain(error)}`);
    process.exitCode = 1;
  }
}
// A signal's conventional exit code would make npm print an error for an ordinary Ctrl-C.
process.exit();

function showAddresses({ url, admin, hasDemo }, seconds) {
  const { HOST: host, PUBLIC_URL: publicUrl } = process.env;
  /** @type {[string, string][]} */
  const rows = [
    ...addresses({ host, port: new URL(url).port, publicUrl, hasDemo }),
    ['  e-mail', admin.email],
    ['  password', admin.password ?? 'as set at the first start; npm run admin:reset-password makes a new one'],
  ];
  terminal.line('');
  for (const line of drawTable(rows)) terminal.line(line);
  terminal.line(`Ready after ${seconds.toFixed(1)} s. Ctrl-C stops everything.`);
}
