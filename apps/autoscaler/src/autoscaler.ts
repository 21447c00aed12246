import { setTimeout as sleep } from 'node:timers/promises';
import { createDatabase, type ScalingDecision } from '@frontdesk/database';
import { withinLimits } from '@frontdesk/scaling';
import { type Logger, openHealthServer } from '@frontdesk/telemetry';
import { decide } from './decide.ts';
import type { AutoscalerEnv } from './env.ts';
import { Looks } from './looks.ts';
import { createScalingMetrics } from './scaling-metrics.ts';

const everyMs = 1_000;
/** So long after its last look it counts as not ready. */
const readyMs = 5_000;

export interface RunningAutoscaler {
  /** Resolves after the first look that went well. */
  untilReady: Promise<void>;
  /** Ends after the look that runs. */
  stop(): Promise<void>;
}

/**
 * Looks at the service once a second, and stores how many workers are wanted. A database that is away is looked for every
 * second.
 *
 * @param onWanted gets what holds after the first look, and every change after it, both within the limits
 */
export async function startAutoscaler(
  env: AutoscalerEnv,
  logger: Logger,
  { onWanted }: { onWanted(decision: ScalingDecision): void },
): Promise<RunningAutoscaler> {
  // One look at a time: one connection.
  const database = createDatabase({ url: env.DATABASE_URL, maxConnections: 1 });
  const limits = { min: env.MIN_WORKERS, max: env.MAX_WORKERS };
  const looks = new Looks();
  const metrics = createScalingMetrics();
  const stopping = new AbortController();
  let becomeReady: () => void = () => {};
  const untilReady = new Promise<void>((resolve) => {
    becomeReady = resolve;
  });
  let lastLookMs = Number.NEGATIVE_INFINITY;
  let told: number | undefined;

  const health = env.HEALTH_PORT
    ? await openHealthServer({
        host: env.HEALTH_HOST,
        port: env.HEALTH_PORT,
        isReady: () => performance.now() - lastLookMs < readyMs,
        metrics,
        onError: (error) => logger.warn({ error }, 'metrics could not be exposed'),
      })
    : undefined;

  function tell(decision: ScalingDecision): void {
    if (decision.wanted === told) return;
    told = decision.wanted;
    onWanted(decision);
  }

  async function look(): Promise<void> {
    const startedMs = performance.now();
    const { load, decision, isNew } = await decide(database, looks, limits);
    lastLookMs = performance.now();
    metrics.lookSeconds.observe((lastLookMs - startedMs) / 1_000);
    metrics.show(load, decision);
    if (isNew && decision) {
      metrics.decisions.inc({ reason: decision.reason });
      const { id, decidedAt, ...what } = decision;
      logger.info(what, 'another number of workers is wanted');
    }
    if (decision) tell({ ...decision, wanted: withinLimits(decision.wanted, limits) });
    becomeReady();
  }

  async function lookUntilStopped(): Promise<void> {
    let isAway = false;
    while (!stopping.signal.aborted) {
      const nextMs = performance.now() + everyMs;
      try {
        await look();
        if (isAway) logger.info('the database is back');
        isAway = false;
      } catch (error) {
        metrics.failures.inc();
        // Said once, not every second.
        if (!isAway) logger.error({ error }, 'the database could not be asked');
        isAway = true;
      }
      await sleep(Math.max(0, nextMs - performance.now()), undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  logger.info(limits, 'looking once a second');
  const looking = lookUntilStopped();
  return {
    untilReady,
    stop: async () => {
      stopping.abort();
      await looking;
      await health?.close();
      await database.$disconnect();
    },
  };
}
