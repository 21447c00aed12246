import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { anyFreePort } from '../../../scripts/stack/ports.mjs';
import type { Visitor } from '../../client/visitor.ts';
import { type Stack, startStack } from '../../stack/stack.ts';
import { waitForNoBacklog } from './backlog.ts';
import { connectCustomers, driveCustomers } from './drive-customers.ts';
import { compareWithStored, readGenerationRows } from './generation-rows.ts';
import { type Prepared, prepareCustomers, siteKey } from './load-site.ts';
import { MadeAnswers } from './made-answers.ts';
import type { EngineWork, Measured } from './measured.ts';
import { type MetricsText, readMetrics } from './metrics-text.ts';
import { ProcessWatch } from './process-watch.ts';
import type { Settings } from './settings.ts';
import { environmentOf, ownName, watchedOf } from './stack-under-load.ts';

/** After the last customer has begun: code is compiled. */
const settlingMs = 30_000;
/** Longer than any backlog of the first messages, whose prompts no worker has in memory, takes to be worked off. */
const longestBacklogMs = 120_000;
/** Start, teaching, and what is waited for at the end; beyond, a run is ended. */
const aroundMs = 20 * 60_000;
/** How long timers wait before they measure how late they are, here and in the processes' metrics. */
const lateResolutionMs = 10;

/**
 * Starts the product with a site of its own, has customers talk to it, and stops it. Everything stays on this machine.
 *
 * @param progress gets what is done now
 */
export async function runLoad(
  settings: Settings,
  { signal, progress }: { signal: AbortSignal; progress: (what: string) => void },
): Promise<Measured> {
  const ending = new AbortController();
  const limit = AbortSignal.timeout(1_000 * (settings.thinkSeconds + settings.seconds) + aroundMs);
  const limited = AbortSignal.any([signal, limit, ending.signal]);
  const made = new MadeAnswers();
  const healthPorts = await Promise.all(Array.from({ length: settings.workers }, anyFreePort));
  progress('starting');
  const stack = await startStack({
    name: 'bench-load',
    workers: settings.workers,
    env: environmentOf(settings),
    workerEnv: (number) => ({ HEALTH_PORT: String(healthPorts[number - 1]) }),
    onLine: (part, line) => {
      if (part.startsWith('worker')) made.take(line);
    },
    signal: limited,
  });
  const client = new pg.Client({ connectionString: stack.databaseUrl });
  // Closed with the customers' connections, whatever happens.
  const visitors: Visitor[] = [];
  try {
    await client.connect();
    const run = { settings, stack, client, healthPorts, made, signal: limited, progress };
    const prepared = await prepareCustomers(run, async ({ length }) => {
      await connectCustomers(stack.url, siteKey, length, visitors);
      return visitors;
    });
    return await observe(run, prepared);
  } finally {
    ending.abort();
    for (const visitor of visitors) visitor.close();
    await client.end().catch(() => {});
    await stack.stop();
  }
}

interface Run {
  settings: Settings;
  stack: Stack;
  client: pg.Client;
  healthPorts: readonly number[];
  made: MadeAnswers;
  signal: AbortSignal;
  progress: (what: string) => void;
}

/** Lets the customers talk, and looks on. */
async function observe(
  run: Run,
  { siteId, customers }: { siteId: string; customers: Prepared<Visitor>[] },
): Promise<Measured> {
  const { settings, stack, client, healthPorts, made, signal, progress } = run;
  const ended = new AbortController();
  progress(`warm-up of ${settings.thinkSeconds + settlingMs / 1_000} s and more`);
  const late = monitorEventLoopDelay({ resolution: lateResolutionMs });
  const startedAtMs = performance.now();
  const startedAt = new Date();
  const watch = new ProcessWatch(watchedOf(stack), startedAtMs);
  try {
    const driving = driveCustomers(customers, { startedAtMs, ended: ended.signal, signal });
    // It is awaited below; should it fail before, that is no failure of its own.
    driving.catch(() => {});
    const urls = [stack.url, ...healthPorts.map((port) => `http://127.0.0.1:${port}`)];
    await sleep(settings.thinkSeconds * 1_000 + settlingMs, undefined, { signal });
    await waitForNoBacklog(client, siteId, { patienceMs: longestBacklogMs, signal });
    const fromMs = performance.now() - startedAtMs;
    const untilMs = fromMs + settings.seconds * 1_000;
    progress(`warm after ${Math.round(fromMs / 1_000)} s; ${settings.seconds} s are measured`);
    const [, ...workersBefore] = await Promise.all(urls.map(readMetrics));
    late.enable();
    await sleep(Math.max(0, untilMs - (performance.now() - startedAtMs)), undefined, { signal });
    ended.abort();
    const [gateway, ...workers] = await Promise.all(urls.map(readMetrics));
    late.disable();
    watch.end();
    progress('waiting for the last answers');
    const { sent, lostConnections } = await driving;
    const rows = new Map((await readGenerationRows(client, siteId, startedAt)).map((row) => [row.id, row]));
    const inWindow = ({ atMs }: { atMs: number }) => atMs >= fromMs && atMs < untilMs;
    return {
      ...{ settings, windowFromMs: fromMs, lostConnections, rows, made: made.answers },
      sent: compareWithStored(sent.filter(inWindow), rows),
      engine: engineWork(workersBefore, workers, settings),
      usage: watch.usage.filter(inWindow),
      memoryBytes: watch.memoryBytes,
      lateMs: {
        ...(gateway ? { gateway: lateMsOf(gateway) } : {}),
        ...Object.fromEntries(workers.map((worker, index) => [`worker-${index + 1}`, lateMsOf(worker)])),
        [ownName]: Math.max(0, late.percentile(99) / 1e6 - lateResolutionMs),
      },
    };
  } finally {
    watch.end();
    late.disable();
  }
}

/** Between two looks. A worker that was started again meanwhile counts from its start. */
function engineWork(before: readonly MetricsText[], after: readonly MetricsText[], { seconds }: Settings): EngineWork {
  const grown = (name: string, labels?: Record<string, string>) =>
    after.reduce((sum, metrics, index) => {
      const now = metrics.total(`frontdesk_worker_${name}`, labels);
      const then = before[index]?.total(`frontdesk_worker_${name}`, labels) ?? 0;
      return sum + (now < then ? now : now - then);
    }, 0);
  return {
    seconds: seconds * after.length,
    decodeSteps: grown('step_seconds_count', { kind: 'decode' }),
    decodeSeconds: grown('step_seconds_sum', { kind: 'decode' }),
    decodeTokens: grown('step_tokens_total', { kind: 'decode' }),
    chunkSeconds: grown('step_seconds_sum', { kind: 'chunk' }),
    prefixCacheBytes: after.reduce((sum, metrics) => sum + metrics.total('frontdesk_worker_prefix_cache_bytes'), 0),
    evictedBlocks: grown('prefix_cache_evicted_blocks_total'),
  };
}

/** Of a process since its metrics were read last. */
function lateMsOf(metrics: MetricsText): number {
  return Math.max(0, metrics.total('nodejs_eventloop_lag_p99_seconds') * 1_000 - lateResolutionMs);
}
