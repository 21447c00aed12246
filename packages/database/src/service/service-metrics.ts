import {
  availability,
  errorBudget,
  goodput,
  judgedOverMs,
  type MessageCounts,
  type Percentiles,
  type ServiceBudget,
  type ServiceNow,
  type ServiceWindow,
} from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';
import { waitsForWorker } from '../generations/generations.ts';
import { ofSites } from '../sites/site-scope.ts';
import { endedGenerations, stageSums } from './ended-generations.ts';
import { readMessageCounts, toStageMs } from './service-history.ts';
import { minuteMs, minuteOf } from './service-minutes.ts';
import { ago, liveMs } from './workers.ts';

const windowMs = judgedOverMs;
const budgetWindowMs = 30 * 24 * 60 * minuteMs;

/** Which sites' figures; left out, all of the installation. */
interface Scope {
  siteIds?: readonly string[] | undefined;
  now?: Date;
}

/**
 * What waits, runs and works at this moment; all sites share queue and workers, so the wait is everybody's. Cheap: it may be
 * asked every second.
 * @param scope.answersPerSecond what all workers make; without it the wait is not known
 */
export async function readServiceNow(
  database: Queryable,
  { siteIds, answersPerSecond = 0 }: Omit<Scope, 'now'> & { answersPerSecond?: number | undefined } = {},
): Promise<ServiceNow> {
  const [row] = await database.$queryRaw<(Omit<ServiceNow, 'expectedWaitMs'> & { waiting: number })[]>`
    SELECT waiting.*, live.*, (SELECT count(*)::int FROM generation WHERE ${waitsForWorker}) AS waiting
      FROM (SELECT count(*) FILTER (WHERE ${waitsForWorker})::int AS "queueDepth",
                   count(*) FILTER (WHERE state = 'running')::int AS running
              FROM generation WHERE state IN ('queued', 'running') ${ofSites(siteIds)}) waiting,
           (SELECT count(*) FILTER (WHERE state = 'ready')::int AS "workersReady",
                   coalesce(sum(tokens_per_second), 0)::float8 AS "tokensPerSecond"
              FROM worker WHERE heartbeat_at > ${ago(liveMs)}) live`;
  if (!row) throw new Error('an aggregate gives one row');
  const { waiting, ...figures } = row;
  const pacedWaitMs = answersPerSecond > 0 ? (1_000 * waiting) / answersPerSecond : null;
  return { ...figures, expectedWaitMs: waiting === 0 ? 0 : pacedWaitMs };
}

/**
 * How the service did in the last quarter of an hour, from the rows themselves. Reads every generation that ended in it: not
 * to be asked more often than somebody looks.
 */
export async function readServiceWindow(
  database: Queryable,
  { siteIds, now = new Date() }: Scope = {},
): Promise<ServiceWindow> {
  const since = new Date(now.getTime() - windowMs);
  const ended = endedGenerations({ siteIds, from: since, to: new Date(now.getTime() + windowMs) });
  const shares = Prisma.sql`ARRAY[0.5, 0.95, 0.99]::float8[]`;
  const [row] = await database.$queryRaw<WindowRow[]>`
    SELECT percentile_disc(${shares}) WITHIN GROUP (ORDER BY client_ttft_ms) AS "clientTtft",
           count(client_ttft_ms)::int AS "clientCount",
           percentile_disc(${shares}) WITHIN GROUP (ORDER BY gateway_ttft_ms) AS "gatewayTtft",
           count(gateway_ttft_ms)::int AS "gatewayCount",
           percentile_disc(${shares}) WITHIN GROUP (ORDER BY tpot_ms) AS tpot,
           count(*) FILTER (WHERE answered)::int AS answered,
           count(*) FILTER (WHERE outcome = 'failed')::int AS failed,
           count(*) FILTER (WHERE outcome = 'expired')::int AS expired,
           count(*) FILTER (WHERE outcome = 'abandoned')::int AS abandoned,
           count(*) FILTER (WHERE outcome = 'cancelled')::int AS cancelled,
           -- Minutes are whole: the first of them began a little before the window.
           (SELECT coalesce(sum(refused), 0)::int FROM service_minute
             WHERE minute >= ${minuteOf(since)} ${ofSites(siteIds)}) AS refused,
           count(*) FILTER (WHERE answered AND cached_from_id IS NOT NULL)::int AS cached,
           count(*) FILTER (WHERE in_time)::int AS "inTime",
           count(*) FILTER (WHERE is_good)::int AS good,
           count(*)::int AS "endedCount", count(*) FILTER (WHERE is_late)::int AS "lateCount",
           ${stageSums(Prisma.empty)} AS "stageSums",
           ${stageSums(Prisma.sql`FILTER (WHERE is_late)`)} AS "lateStageSums"
      FROM (${ended}) ended`;
  if (!row) throw new Error('an aggregate gives one row');
  const { clientTtft, clientCount, gatewayTtft, gatewayCount, tpot, ...rest } = row;
  const { endedCount, lateCount, stageSums: sums, lateStageSums, ...messages } = rest;
  return {
    windowMs,
    clientTtftMs: { ...toPercentiles(clientTtft), count: clientCount },
    gatewayTtftMs: { ...toPercentiles(gatewayTtft), count: gatewayCount },
    tpotMs: toPercentiles(tpot),
    messages,
    goodputPerSecond: goodput(messages, windowMs),
    stageMs: toStageMs(sums.map((sum) => sum / Math.max(1, endedCount))),
    lateStageMs: toStageMs(lateStageSums.map((sum) => sum / Math.max(1, lateCount))),
  };
}

/** The error budget of the last 30 days, from the minutes that are rolled up. */
export async function readServiceBudget(
  database: Queryable,
  { siteIds, now = new Date() }: Scope = {},
): Promise<ServiceBudget> {
  const to = minuteOf(now);
  const counts = await readMessageCounts(database, { siteIds, from: new Date(to.getTime() - budgetWindowMs), to });
  return { windowMs: budgetWindowMs, availability: availability(counts), left: errorBudget(counts)?.left ?? null };
}

type Sorted = [number | null, number | null, number | null] | null;
type WindowRow = MessageCounts & {
  clientTtft: Sorted;
  clientCount: number;
  gatewayTtft: Sorted;
  gatewayCount: number;
  tpot: Sorted;
  endedCount: number;
  lateCount: number;
  stageSums: number[];
  lateStageSums: number[];
};

function toPercentiles(values: Sorted): Percentiles {
  const [p50 = null, p95 = null, p99 = null] = values ?? [];
  return { p50, p95, p99 };
}
