import type { Queryable } from '../connection/client.ts';

/** A piece of an answer: the token ids from `firstToken` on, and the text that they let be told, from `position` on. */
export interface NewChunk {
  generationId: string;
  epoch: number;
  firstToken: number;
  tokenIds: readonly number[];
  /** UTF-16 offset of `text` in the answer. */
  position: number;
  text: string;
}

/**
 * Stores the new chunks of all that a worker runs in one statement. Chunks whose claim no longer holds are refused, also
 * when another claim is made at this very moment. Storing a chunk again changes nothing, so a failed call can be repeated.
 * @returns the generations whose chunks were refused: their worker must stop at once
 */
export async function storeChunks(
  database: Queryable,
  { workerId, chunks }: { workerId: string; chunks: readonly NewChunk[] },
): Promise<string[]> {
  if (chunks.length === 0) return [];
  // FOR SHARE makes a claim wait for this statement, or this statement see the claim; without it a chunk of the old
  // epoch could be committed after the new worker has read where to go on.
  const held = await database.$queryRaw<{ id: string }[]>`
    WITH incoming AS (
      SELECT * FROM jsonb_to_recordset(${toRows(chunks)}::jsonb)
        AS c(generation_id uuid, epoch int, first_token int, token_ids int[], position int, text text)
    ), held AS (
      SELECT g.id, g.epoch, g.site_id
        FROM generation g
       WHERE g.id IN (SELECT generation_id FROM incoming)
         AND g.worker_id = ${workerId} AND g.state = 'running'
       ORDER BY g.id
         FOR SHARE OF g
    ), stored AS (
      INSERT INTO generation_chunk (generation_id, site_id, first_token, epoch, token_ids, position, text)
      SELECT i.generation_id, held.site_id, i.first_token, i.epoch, i.token_ids, i.position, i.text
        FROM incoming i JOIN held ON held.id = i.generation_id AND held.epoch = i.epoch
          ON CONFLICT DO NOTHING
    )
    SELECT DISTINCT held.id FROM held JOIN incoming i ON held.id = i.generation_id AND held.epoch = i.epoch`;
  const ids = new Set(held.map(({ id }) => id));
  return [...new Set(chunks.map(({ generationId }) => generationId))].filter((id) => !ids.has(id));
}

/** What a worker needs to go on with an answer that another one began. */
export interface GenerationProgress {
  tokenIds: number[];
  /** The text told so far. */
  text: string;
}

export async function readProgress(database: Queryable, generationId: string): Promise<GenerationProgress> {
  const chunks = await database.generationChunk.findMany({
    where: { generationId },
    orderBy: { firstToken: 'asc' },
    select: { tokenIds: true, text: true },
  });
  return {
    tokenIds: chunks.flatMap(({ tokenIds }) => tokenIds),
    text: chunks.map(({ text }) => text).join(''),
  };
}

/** All text of an answer from a UTF-16 offset on, for whoever relays it; empty when nothing was told beyond. */
export async function readGenerationText(
  database: Queryable,
  { siteId, generationId, position = 0 }: { siteId: string; generationId: string; position?: number },
): Promise<string> {
  const chunks = await database.generationChunk.findMany({
    where: { generationId, siteId, text: { not: '' } },
    orderBy: { firstToken: 'asc' },
    select: { position: true, text: true },
  });
  return chunks
    .filter((chunk) => chunk.position + chunk.text.length > position)
    .map((chunk) => chunk.text.slice(Math.max(0, position - chunk.position)))
    .join('');
}

function toRows(chunks: readonly NewChunk[]): string {
  return JSON.stringify(
    chunks.map(({ generationId, epoch, firstToken, tokenIds, position, text }) => ({
      generation_id: generationId,
      epoch,
      first_token: firstToken,
      token_ids: tokenIds,
      position,
      text,
    })),
  );
}
