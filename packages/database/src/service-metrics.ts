import { type Percentiles, promise, type ServiceMetrics } from '@frontdesk/protocol';
import type { Queryable } from './client.ts';

const windowMs = 15 * 60_000;
const throughputWindowMs = 10_000;
/** A worker that has not been heard of for this long is not counted. */
const heartbeatMaxAgeMs = 5_000;

interface Row {
  clientTtft: [number | null, number | null, number | null] | null;
  clientCount: number;
  gatewayTtft: [number | null, number | null, number | null] | null;
  gatewayCount: number;
  done: number;
  failed: number;
  queueDepth: number;
  running: number;
  workersReady: number;
  tokens: number;
}

/**
 * The figures of the dashboard, from the rows themselves: percentiles over the customers' answers of the last quarter of an
 * hour, and what is waiting and running now.
 */
export async function readServiceMetrics(database: Queryable, now = new Date()): Promise<ServiceMetrics> {
  const since = new Date(now.getTime() - windowMs);
  const throughputSince = new Date(now.getTime() - throughputWindowMs);
  const heardSince = new Date(now.getTime() - heartbeatMaxAgeMs);
  const [row] = await database.$queryRaw<Row[]>`
    SELECT finished.*, now_waiting.*,
      (SELECT count(*)::int FROM worker WHERE state = 'ready' AND heartbeat_at > ${heardSince}) AS "workersReady",
      (SELECT coalesce(sum(cardinality(token_ids)), 0)::int FROM generation_chunk chunk
        JOIN generation ON generation.id = chunk.generation_id
        WHERE generation.received_at > ${since} AND chunk.created_at > ${throughputSince}) AS "tokens"
    FROM (
      SELECT
        percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY client_ttft_ms) AS "clientTtft",
        count(client_ttft_ms)::int AS "clientCount",
        percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY gateway_ttft_ms) AS "gatewayTtft",
        count(gateway_ttft_ms)::int AS "gatewayCount",
        count(*) FILTER (WHERE generation.state = 'done')::int AS "done",
        count(*) FILTER (WHERE generation.state IN ('failed', 'expired'))::int AS "failed"
      FROM generation JOIN conversation ON conversation.id = generation.conversation_id AND NOT conversation.sandbox
      WHERE finished_at > ${since}
    ) finished, (
      SELECT count(*) FILTER (WHERE state = 'queued')::int AS "queueDepth",
        count(*) FILTER (WHERE state = 'running')::int AS "running"
      FROM generation WHERE state IN ('queued', 'running')
    ) now_waiting`;
  if (!row) throw new Error('an aggregate gives one row');
  return {
    at: now.toISOString(),
    windowMs,
    targetTtftMs: promise.ttftP99Ms,
    clientTtftMs: { ...toPercentiles(row.clientTtft), count: row.clientCount },
    gatewayTtftMs: { ...toPercentiles(row.gatewayTtft), count: row.gatewayCount },
    queueDepth: row.queueDepth,
    running: row.running,
    workersReady: row.workersReady,
    tokensPerSecond: row.tokens / (throughputWindowMs / 1000),
    answers: { done: row.done, failed: row.failed },
  };
}

function toPercentiles(values: Row['clientTtft']): Percentiles {
  const [p50 = null, p95 = null, p99 = null] = values ?? [];
  return { p50, p95, p99 };
}
