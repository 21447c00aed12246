import { setTimeout as sleep } from 'node:timers/promises';
import type { VisitorTokenResponse } from '@frontdesk/protocol';
import pg from 'pg';
import { becomeVisitor } from '../../client/visitor.ts';
import { type Stack, startStack } from '../../stack/stack.ts';
import { queueOverTime, readGenerationRows } from '../load/generation-rows.ts';
import { describeMiss, missesOf } from '../load/judge.ts';
import { type Prepared, prepareCustomers, siteKey } from '../load/load-site.ts';
import { ProcessWatch } from '../load/process-watch.ts';
import { environmentOf, watchedOf } from '../load/stack-under-load.ts';
import { audit } from './audit.ts';
import { WorkerLogs } from './continued-answers.ts';
import { driveChats } from './drive-chats.ts';
import { chaosFigures } from './figures.ts';
import { gapsOf } from './gaps.ts';
import type { ChaosReport } from './report.ts';
import { type RunningRedis, startRedis } from './running-redis.ts';
import { nameOf, planEvents } from './schedule.ts';
import type { ChaosSettings } from './settings.ts';
import { readStored } from './stored-answers.ts';
import { type Struck, strike } from './strike.ts';

/** Start, and what is waited for at the end; beyond, a run is ended. */
const aroundMs = 15 * 60_000;

export interface RunOptions {
  signal: AbortSignal;
  /** Gets what is done now. */
  progress: (what: string) => void;
}

/**
 * Starts the product with a site of its own, has customers talk to it, and ends parts of it meanwhile, as planned. After one
 * think time all customers have begun: there the window begins in which things happen.
 */
export async function runChaos(
  settings: ChaosSettings,
  { signal, progress }: RunOptions,
): Promise<Omit<ChaosReport, 'at' | 'machine' | 'loadBefore'>> {
  const ending = new AbortController();
  const limit = AbortSignal.timeout(1_000 * (settings.thinkSeconds + settings.seconds) + aroundMs);
  const limited = AbortSignal.any([signal, limit, ending.signal]);
  const logs = new WorkerLogs();
  progress('starting');
  const redis = settings.redis ? await startRedis() : undefined;
  const stack = await startStack({
    name: 'bench-chaos',
    workers: settings.workers,
    env: { ...environmentOf({ ...settings, answerCache: 'off' }), ...(redis && { REDIS_URL: redis.url }) },
    onLine: (part, line) => logs.take(part, line),
    signal: limited,
  }).catch(async (error: unknown) => {
    await redis?.stop();
    throw error;
  });
  const pool = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
  // A restart of the database ends its connections; the next query makes one.
  pool.on('error', () => {});
  try {
    const run = { settings, stack, pool, redis, logs, signal: limited, progress };
    const prepared = await prepareCustomers(run, async (plans) => {
      const visitors: VisitorTokenResponse[] = [];
      for (const _ of plans) visitors.push(await becomeVisitor(stack.url, siteKey));
      return visitors;
    });
    return await observe(run, prepared);
  } finally {
    ending.abort();
    await pool.end();
    await stack.stop();
    await redis?.stop();
  }
}

interface Run extends RunOptions {
  settings: ChaosSettings;
  stack: Stack;
  pool: pg.Pool;
  redis: RunningRedis | undefined;
  logs: WorkerLogs;
}

/** Lets the customers talk, strikes, and looks what became of it. */
async function observe(
  run: Run,
  { siteId, customers }: { siteId: string; customers: Prepared<VisitorTokenResponse>[] },
) {
  const { settings, stack, pool, logs, signal, progress } = run;
  const fromMs = 1_000 * settings.thinkSeconds;
  const untilMs = fromMs + 1_000 * settings.seconds;
  const ended = new AbortController();
  const startedAtMs = performance.now();
  const startedAt = new Date();
  const watch = new ProcessWatch(watchedOf(stack), startedAtMs);
  try {
    progress(`${settings.thinkSeconds} s until all have begun, then ${settings.seconds} s`);
    const driving = driveChats(customers, { gatewayUrl: stack.url, siteKey, startedAtMs, ended: ended.signal, signal });
    // It is awaited below; should it fail before, that is no failure of its own.
    driving.catch(() => {});
    const struck = await strikeAsPlanned(run, { startedAtMs, fromMs });
    await sleep(Math.max(0, untilMs - (performance.now() - startedAtMs)), undefined, { signal });
    ended.abort();
    watch.end();
    progress('waiting for the last answers');
    const messages = await driving;
    const stored = await readStored(pool, siteId, startedAt);
    const rows = await readGenerationRows(pool, siteId, startedAt);
    const problems = audit(messages, stored);
    const gaps = struck.flatMap((one) => {
      const found = gapsOf(one, {
        ...{ messages, answers: stored.answers },
        continued: (generationId, epoch) => logs.continued(startedAt, generationId, epoch),
      });
      return found.map((gap) => ({ ...gap, atSeconds: one.atMs / 1_000 }));
    });
    const figures = chaosFigures({ workers: settings.workers, messages, problems, struck, gaps });
    return {
      ...{ settings, figures, misses: missesOf(figures).map(describeMiss), problems, struck, gaps },
      messages: messages.map(({ atMs, opens, outcome, code, ttftMs, e2eMs, generationId }) => ({
        ...{ atSeconds: atMs / 1_000, opens, outcome, ttftMs, e2eMs },
        ...(code === undefined ? {} : { code }),
        ...(generationId === undefined ? {} : { generationId }),
      })),
      queue: queueOverTime(rows, { fromMs: 0, toMs: untilMs }).map(({ atMs, queued, running }) => ({
        ...{ atSeconds: atMs / 1_000, queued, running },
      })),
      cores: watch.usage.map(({ atMs, cores }) => ({ atSeconds: atMs / 1_000, cores })),
    };
  } finally {
    watch.end();
  }
}

async function strikeAsPlanned(
  { settings, stack, pool, redis, logs, signal, progress }: Run,
  { startedAtMs, fromMs }: { startedAtMs: number; fromMs: number },
): Promise<Struck[]> {
  const now = () => performance.now() - startedAtMs;
  const struck: Struck[] = [];
  for (const event of planEvents(settings)) {
    await sleep(Math.max(0, fromMs + 1_000 * event.atSeconds - now()), undefined, { signal });
    const one = await strike(event, { stack, pool, redis, workerIds: logs.workerIds, now, signal });
    struck.push(one);
    const ready = one.readyMs === null ? '' : `, ready again after ${(one.readyMs / 1_000).toFixed(1)} s`;
    progress(`${nameOf(event)} with ${one.caught.length} answers in hand${ready}`);
  }
  return struck;
}
