import {
  burnDown,
  goodput,
  type LatencyHistogram,
  type MessageCounts,
  noMessages,
  type Percentiles,
  percentileOf,
  type ServicePeriod,
  type StageMs,
  sumCounts,
  ttftStages,
} from '@frontdesk/protocol';
import { Prisma } from '../generated/client.ts';
import type { Queryable } from './client.ts';
import { minuteMs } from './service-minutes.ts';

/** More points than a chart can show, and few enough for one answer. */
const mostSteps = 1_500;

export interface HistoryRange {
  /** One site; left out, all of the installation. */
  siteId?: string | undefined;
  /** One worker; left out, all, and what no worker answered. */
  workerId?: string | undefined;
  from: Date;
  to: Date;
  stepMinutes: number;
}

/**
 * How the service did, step by step from `from` to before `to`, from the minutes that are rolled up: the running minute is
 * not among them. Steps in which nothing ended are there too, with nothing in them.
 * @throws RangeError for more than 1,500 steps, or none
 */
export async function readServiceHistory(database: Queryable, range: HistoryRange): Promise<ServicePeriod[]> {
  const { from, to, stepMinutes } = range;
  const stepMs = stepMinutes * minuteMs;
  const steps = Math.ceil((to.getTime() - from.getTime()) / stepMs);
  if (!(steps >= 1 && steps <= mostSteps)) throw new RangeError(`${steps} steps: 1 to ${mostSteps} are possible`);
  const counts = new Map((await readCounts(database, range)).map((row) => [row.step, row]));
  const buckets = await readBuckets(database, range);
  const periods = Array.from({ length: steps }, (_, step) => {
    const { promptTokens = 0, generatedTokens = 0, ...row } = counts.get(step) ?? { ...noMessages, step };
    const { step: __, ...messages } = row;
    return {
      at: new Date(from.getTime() + step * stepMs).toISOString(),
      durationMs: Math.min(stepMs, to.getTime() - from.getTime() - step * stepMs),
      messages,
      ...{ promptTokens, generatedTokens },
      ...summarise(buckets.filter((row) => row.step === step)),
    };
  });
  const left = burnDown(periods.map(({ messages }) => messages));
  return periods.map((period, step) => ({
    ...period,
    goodputPerSecond: goodput(period.messages, period.durationMs),
    budgetLeft: left[step] ?? null,
  }));
}

/** What became of all messages in a range: of a site, or of the installation. */
export async function readMessageCounts(
  database: Queryable,
  { siteId, from, to }: Pick<HistoryRange, 'siteId' | 'from' | 'to'>,
): Promise<MessageCounts> {
  const stepMinutes = Math.max(1, (to.getTime() - from.getTime()) / minuteMs);
  const rows = await readCounts(database, { siteId, from, to, stepMinutes });
  return sumCounts(rows.map(({ step: _, promptTokens: __, generatedTokens: ___, ...counts }) => counts));
}

type CountsRow = MessageCounts & { step: number; promptTokens?: number; generatedTokens?: number };

function readCounts(database: Queryable, range: HistoryRange): Promise<CountsRow[]> {
  return database.$queryRaw<CountsRow[]>`
    SELECT ${stepOf(range)} AS step, sum(answered)::int AS answered, sum(failed)::int AS failed, sum(expired)::int AS expired,
           sum(abandoned)::int AS abandoned, sum(cancelled)::int AS cancelled, sum(refused)::int AS refused,
           sum(cached)::int AS cached, sum(in_time)::int AS "inTime", sum(good)::int AS good,
           sum(prompt_tokens)::float8 AS "promptTokens", sum(generated_tokens)::float8 AS "generatedTokens"
      FROM service_minute WHERE ${within(range)} GROUP BY 1`;
}

const histogramNames = ['clientTtft', 'gatewayTtft', 'tpot', ...ttftStages] as const;
type HistogramName = (typeof histogramNames)[number];
type BucketsRow = Record<HistogramName, number> & { step: number; index: number; stageMs: number; lateStageMs: number };

/** The sums of all arrays, element by element; `index` counts from 1. */
function readBuckets(database: Queryable, range: HistoryRange): Promise<BucketsRow[]> {
  return database.$queryRaw<BucketsRow[]>`
    SELECT ${stepOf(range)} AS step, index::int,
           coalesce(sum(e.client_ttft), 0)::int AS "clientTtft", coalesce(sum(e.gateway_ttft), 0)::int AS "gatewayTtft",
           coalesce(sum(e.tpot), 0)::int AS tpot, coalesce(sum(e.gateway), 0)::int AS gateway,
           coalesce(sum(e.queue), 0)::int AS queue, coalesce(sum(e.prefill), 0)::int AS prefill,
           coalesce(sum(e.first_token), 0)::int AS "firstToken", coalesce(sum(e.relay), 0)::int AS relay,
           coalesce(sum(e.network), 0)::int AS network,
           coalesce(sum(e.stage_ms), 0) AS "stageMs", coalesce(sum(e.late_stage_ms), 0) AS "lateStageMs"
      FROM service_minute m,
           unnest(m.client_ttft, m.gateway_ttft, m.tpot, m.gateway, m.queue, m.prefill, m.first_token, m.relay, m.network,
                  m.stage_ms, m.late_stage_ms) WITH ORDINALITY
             AS e(client_ttft, gateway_ttft, tpot, gateway, queue, prefill, first_token, relay, network,
                  stage_ms, late_stage_ms, index)
     WHERE ${within(range)} GROUP BY 1, 2 ORDER BY 1, 2`;
}

function stepOf({ from, stepMinutes }: HistoryRange): Prisma.Sql {
  return Prisma.sql`floor(extract(epoch FROM minute - ${from}::timestamptz) / ${60 * stepMinutes})::int`;
}

function within({ siteId, workerId, from, to }: HistoryRange): Prisma.Sql {
  const ofSite = siteId === undefined ? Prisma.empty : Prisma.sql`AND site_id = ${siteId}::uuid`;
  const ofWorker = workerId === undefined ? Prisma.empty : Prisma.sql`AND worker_id = ${workerId}`;
  return Prisma.sql`minute >= ${from} AND minute < ${to} ${ofSite} ${ofWorker}`;
}

function summarise(rows: readonly BucketsRow[]) {
  const histogram = (name: HistogramName): LatencyHistogram => rows.map((row) => row[name]);
  const stagePercentiles = ttftStages.map((stage) => [stage, percentiles(histogram(stage))] as const);
  return {
    clientTtftMs: percentiles(histogram('clientTtft')),
    gatewayTtftMs: percentiles(histogram('gatewayTtft')),
    tpotMs: percentiles(histogram('tpot')),
    stages: Object.fromEntries(stagePercentiles) as ServicePeriod['stages'],
    stageMs: toStageMs(rows.map((row) => row.stageMs)),
    lateStageMs: toStageMs(rows.map((row) => row.lateStageMs)),
  };
}

function percentiles(histogram: LatencyHistogram): Percentiles {
  return {
    p50: percentileOf(histogram, 0.5),
    p95: percentileOf(histogram, 0.95),
    p99: percentileOf(histogram, 0.99),
  };
}

/** Of sums in the order of `ttftStages`. */
export function toStageMs(sums: readonly number[]): StageMs {
  return Object.fromEntries(ttftStages.map((stage, index) => [stage, sums[index] ?? 0])) as StageMs;
}
