import {
  burnDown,
  countOf,
  emptyHistogram,
  goodput,
  type LatencyHistogram,
  type MessageCounts,
  mergeHistograms,
  noMessages,
  type Percentiles,
  percentileOf,
  type ServiceHistory,
  type ServicePeriod,
  type StageMs,
  sumCounts,
  ttftStages,
} from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';
import { ofSites } from '../sites/site-scope.ts';
import { countColumns, stageSumColumns, summedArray } from './service-columns.ts';
import { hourMs, hourOf } from './service-hours.ts';
import { minuteMs } from './service-minutes.ts';

/** More points than a chart can show, and few enough for one answer. */
const mostSteps = 1_500;

export interface HistoryRange {
  /** These sites; left out, all of the installation. */
  siteIds?: readonly string[] | undefined;
  /** One worker; left out, all, and what no worker answered. */
  workerId?: string | undefined;
  from: Date;
  to: Date;
  stepMinutes: number;
}

/**
 * How the service did from `from` to before `to`, step by step and as a whole, from the minutes that are rolled up: the running
 * minute is not among them. Whole hours are read from their sums where no step ends within one. Steps in which nothing ended
 * are there too, with nothing in them.
 * @throws RangeError for more than 1,500 steps, or none
 */
export async function readServiceHistory(database: Queryable, range: HistoryRange): Promise<ServiceHistory> {
  const { from, to, stepMinutes } = range;
  const stepMs = stepMinutes * minuteMs;
  const steps = Math.ceil((to.getTime() - from.getTime()) / stepMs);
  if (!(steps >= 1 && steps <= mostSteps)) throw new RangeError(`${steps} steps: 1 to ${mostSteps} are possible`);
  const rows = new Map((await readRows(database, range)).map((row) => [row.step, row]));
  const periods = Array.from({ length: steps }, (_, step) => {
    const at = from.getTime() + step * stepMs;
    return toPeriod(rows.get(step) ?? nothing, at, Math.min(stepMs, to.getTime() - at));
  });
  const left = burnDown(periods.map(({ messages }) => messages));
  const whole = toPeriod([...rows.values()].reduce(addRows, nothing), from.getTime(), to.getTime() - from.getTime());
  return {
    periods: periods.map((period, step) => ({ ...period, budgetLeft: left[step] ?? null })),
    total: { ...whole, budgetLeft: left.at(-1) ?? null },
  };
}

/** What became of all messages in a range: of some sites, or of the installation. */
export async function readMessageCounts(
  database: Queryable,
  { siteIds, from, to }: Pick<HistoryRange, 'siteIds' | 'from' | 'to'>,
): Promise<MessageCounts> {
  const stepMinutes = Math.max(1, (to.getTime() - from.getTime()) / minuteMs);
  const [counts] = await database.$queryRaw<MessageCounts[]>`
    SELECT ${messageSums} FROM (${rowsWithin({ siteIds, from, to, stepMinutes })}) rows`;
  return counts ?? noMessages;
}

const messageSums = Prisma.raw(
  Object.entries({
    ...{ answered: 'answered', failed: 'failed', expired: 'expired', abandoned: 'abandoned', cancelled: 'cancelled' },
    ...{ refused: 'refused', cached: 'cached', inTime: 'in_time', good: 'good' },
  })
    .map(([name, column]) => `coalesce(sum(${column}), 0)::int AS "${name}"`)
    .join(', '),
);

/** Of the histograms that are kept those that are shown: each of them is a fifth of the time that a range takes. */
const histograms = { clientTtft: 'client_ttft', queue: 'queue', tpot: 'tpot' } as const;
type HistogramName = keyof typeof histograms;
const histogramNames = Object.keys(histograms) as HistogramName[];
const amountNames = ['promptTokens', 'generatedTokens', 'prefixTokens', 'prefixSavedMs'] as const;
type Row = MessageCounts &
  Record<HistogramName, LatencyHistogram> &
  Record<(typeof amountNames)[number], number> & { stageMs: readonly number[]; lateStageMs: readonly number[] };

const noStages = ttftStages.map(() => 0);
const nothing: Row = {
  ...noMessages,
  ...{ promptTokens: 0, generatedTokens: 0, prefixTokens: 0, prefixSavedMs: 0 },
  ...(Object.fromEntries(histogramNames.map((name) => [name, emptyHistogram])) as Record<
    HistogramName,
    LatencyHistogram
  >),
  ...{ stageMs: noStages, lateStageMs: noStages },
};

function addRows(one: Row, other: Row): Row {
  const merged = histogramNames.map((name) => [name, mergeHistograms(one[name], other[name])]);
  const amounts = amountNames.map((name) => [name, one[name] + other[name]]);
  const addStages = (name: 'stageMs' | 'lateStageMs') => one[name].map((ms, stage) => ms + (other[name][stage] ?? 0));
  return {
    ...sumCounts([one, other]),
    ...(Object.fromEntries([...merged, ...amounts]) as Omit<Row, keyof MessageCounts>),
    ...{ stageMs: addStages('stageMs'), lateStageMs: addStages('lateStageMs') },
  };
}

/** Sums by step; those of arrays place by place. */
function readRows(database: Queryable, range: HistoryRange): Promise<(Row & { step: number })[]> {
  const { from, stepMinutes } = range;
  const arrays = [
    ...histogramNames.map((as) => [histograms[as], as] as const),
    ...stageSumColumns.map((name, index) => [name, (['stageMs', 'lateStageMs'] as const)[index]] as const),
  ].map(([name, as]) => Prisma.sql`${summedArray(name)} AS ${Prisma.raw(`"${as}"`)}`);
  return database.$queryRaw<(Row & { step: number })[]>`
    SELECT floor(extract(epoch FROM at - ${from}::timestamptz) / ${60 * stepMinutes})::int AS step, ${messageSums},
           sum(prompt_tokens)::float8 AS "promptTokens", sum(generated_tokens)::float8 AS "generatedTokens",
           sum(prefix_tokens)::float8 AS "prefixTokens", sum(prefix_saved_ms)::float8 AS "prefixSavedMs",
           ${Prisma.join(arrays)}
      FROM (${rowsWithin(range)}) rows GROUP BY 1`;
}

/** The rows of a range: hours where each lies within one step, and minutes for the rest. */
function rowsWithin(range: HistoryRange): Prisma.Sql {
  const { from, to, stepMinutes, workerId } = range;
  const isOneStep = to.getTime() - from.getTime() <= stepMinutes * minuteMs;
  const isHourly = stepMinutes % 60 === 0 && from.getTime() === hourOf(from).getTime();
  const [firstHour, endHour] = [hourOf(new Date(from.getTime() + hourMs - 1)), hourOf(to)];
  if (workerId !== undefined || !(isOneStep || isHourly) || firstHour >= endHour) return minutes(range, from, to);
  const hours = Prisma.sql`
    SELECT hour AS at, * FROM service_hour WHERE hour >= ${firstHour} AND hour < ${endHour} ${ofSites(range.siteIds)}`;
  const columns = Prisma.raw(rowColumns.join(', '));
  const parts = [minutes(range, from, firstHour), hours, minutes(range, endHour, to)];
  return Prisma.join(
    parts.map((part) => Prisma.sql`SELECT ${columns} FROM (${part}) part`),
    ' UNION ALL ',
  );
}

const rowColumns = ['at', ...countColumns, 'refused', ...Object.values(histograms), ...stageSumColumns];

function minutes({ siteIds, workerId }: HistoryRange, from: Date, to: Date): Prisma.Sql {
  const ofWorker = workerId === undefined ? Prisma.empty : Prisma.sql`AND worker_id = ${workerId}`;
  return Prisma.sql`
    SELECT minute AS at, * FROM service_minute WHERE minute >= ${from} AND minute < ${to} ${ofSites(siteIds)} ${ofWorker}`;
}

function toPeriod(row: Row, atMs: number, durationMs: number): ServicePeriod {
  const { answered, failed, expired, abandoned, cancelled, refused, cached, inTime, good } = row;
  const messages = { answered, failed, expired, abandoned, cancelled, refused, cached, inTime, good };
  const { promptTokens, generatedTokens, prefixTokens, prefixSavedMs } = row;
  return {
    at: new Date(atMs).toISOString(),
    ...{ durationMs, messages, goodputPerSecond: goodput(messages, durationMs), budgetLeft: null },
    ...{ promptTokens, generatedTokens, prefixTokens, prefixSavedMs },
    clientTtftMs: { ...percentiles(row.clientTtft), count: countOf(row.clientTtft) },
    queueMs: percentiles(row.queue),
    tpotMs: percentiles(row.tpot),
    stageMs: toStageMs(row.stageMs),
    lateStageMs: toStageMs(row.lateStageMs),
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
