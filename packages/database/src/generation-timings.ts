import type { GenerationTimings } from '@frontdesk/protocol';
import type { Generation } from '../generated/client.ts';
import type { Queryable } from './client.ts';

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

/** Keeps the time from receipt to the first relayed text; of several gateways the first wins. */
export async function storeGatewayTtft(database: Queryable, generationId: string, ttftMs: number): Promise<void> {
  await database.generation.updateMany({
    where: { id: generationId, gatewayTtftMs: null },
    data: { gatewayTtftMs: ttftMs },
  });
}

/** Keeps how long the gateway took to store a message and to queue its job. */
export async function storeGatewayTime(database: Queryable, generationId: string, gatewayMs: number): Promise<void> {
  await database.generation.updateMany({ where: { id: generationId }, data: { gatewayMs } });
}

/** Timings of one answer. */
export async function readGenerationTimings(database: Queryable, generationId: string): Promise<GenerationTimings> {
  return toTimings(await database.generation.findUniqueOrThrow({ where: { id: generationId } }));
}

/** Timings of the conversation's finished answers, by generation id. */
export async function readTimings(
  database: Queryable,
  conversationId: string,
): Promise<Record<string, GenerationTimings>> {
  const rows = await database.generation.findMany({ where: { conversationId, state: 'done' } });
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
    cached: row.cachedFromId !== null,
  };
}
