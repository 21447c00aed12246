import type { GenerationTimings } from '@frontdesk/protocol';
import type { Generation } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';

/** Keeps the first TTFT that the visitor's client reports for an answer; later ones change nothing. @returns whether it did */
export async function storeClientTtft(
  database: Queryable,
  { siteId, visitorId }: { siteId: string; visitorId: string },
  { generationId, ttftMs }: { generationId: string; ttftMs: number },
): Promise<boolean> {
  const { count } = await database.generation.updateMany({
    where: { id: generationId, siteId, conversation: { visitorId }, clientTtftMs: null },
    data: { clientTtftMs: ttftMs },
  });
  return count > 0;
}

/** What a gateway measured of an answer; null where it says nothing. */
export interface GatewayTimes {
  generationId: string;
  /** How long it took to store the message and to queue its job. */
  gatewayMs: number | null;
  /** From receipt to the first relayed text. */
  gatewayTtftMs: number | null;
  /** In how long its job is put on the queue, if it still waits then: until then it waits for no worker. */
  queuedInMs: number | null;
}

/** Keeps what gateways measured, in one statement; of several gateways the first to relay words wins. */
export async function storeGatewayTimes(database: Queryable, times: readonly GatewayTimes[]): Promise<void> {
  const rows = times.map(({ generationId, gatewayMs, gatewayTtftMs, queuedInMs }) => ({
    ...{ id: generationId, gateway_ms: gatewayMs, gateway_ttft_ms: gatewayTtftMs, queued_in_ms: queuedInMs },
  }));
  // Locked in the order of their ids, as everywhere: see renewLeases.
  await database.$executeRaw`
    WITH told AS (
      SELECT generation.id, new.gateway_ms, new.gateway_ttft_ms, new.queued_in_ms
        FROM generation JOIN jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          AS new(id uuid, gateway_ms float, gateway_ttft_ms float, queued_in_ms float) ON new.id = generation.id
       ORDER BY generation.id
         FOR NO KEY UPDATE OF generation
    )
    UPDATE generation
       SET gateway_ms = coalesce(told.gateway_ms, generation.gateway_ms),
           gateway_ttft_ms = coalesce(generation.gateway_ttft_ms, told.gateway_ttft_ms),
           queued_at = coalesce(now() + told.queued_in_ms * interval '1 millisecond', queued_at)
      FROM told WHERE generation.id = told.id`;
}

/** Timings of one answer. */
export async function readGenerationTimings(database: Queryable, generationId: string): Promise<GenerationTimings> {
  return toTimings(await database.generation.findUniqueOrThrow({ where: { id: generationId } }));
}

/** Timings of those of the answers that have ended, by generation id. */
export async function readTimings(
  database: Queryable,
  generationIds: readonly string[],
): Promise<Record<string, GenerationTimings>> {
  const rows = await database.generation.findMany({
    where: { id: { in: [...generationIds] }, state: { notIn: ['queued', 'running'] } },
  });
  return Object.fromEntries(rows.map((row) => [row.id, toTimings(row)]));
}

/** Where the time of an answer went, from its row. */
function toTimings(row: Generation): GenerationTimings {
  const { generatedTokens, decodeMs } = row;
  return {
    gatewayMs: row.gatewayMs,
    queueMs: row.queueMs,
    prefillMs: row.prefillMs,
    firstTokenMs: row.firstTokenMs,
    gatewayTtftMs: row.gatewayTtftMs,
    clientTtftMs: row.clientTtftMs,
    totalMs: row.finishedAt ? row.finishedAt.getTime() - row.receivedAt.getTime() : null,
    promptTokens: row.promptTokens,
    generatedTokens,
    tokensPerSecond: generatedTokens && decodeMs ? generatedTokens / (decodeMs / 1000) : null,
    cached: row.cachedFromId !== null || row.approvedAnswerId !== null,
  };
}
