import { Prisma } from '../../generated/client.ts';
import { holdKeptAnswers } from '../generations/answer-cache.ts';

/**
 * Deletes passages, and what answers were made from them: the texts in finished inputs and in the record of what was quoted, and
 * prompt ids, which hold the same texts. Titles and ids stay, so that an answer still says where it came from; what a customer was told stays in the
 * conversation. An answer under way ends on what it has; its end forgets the rest.
 * @param condition on table `passage`
 * @returns how many were deleted
 */
export async function deletePassages(
  transaction: Prisma.TransactionClient,
  siteId: string,
  condition: Prisma.Sql,
): Promise<number> {
  // Before all else: what is being copied is finished when it is looked for, and nothing is copied after that.
  await holdKeptAnswers(transaction, siteId);
  const deleted = await transaction.$queryRaw<{ id: string }[]>`
    DELETE FROM passage WHERE site_id = ${siteId}::uuid AND ${condition} RETURNING id`;
  const ids = deleted.map(({ id }) => id);
  if (ids.length > 0) await forget(transaction, siteId, ids, Prisma.sql`generation.finished_at IS NOT NULL`);
  return ids.length;
}

/**
 * Forgets what an answer that has just finished was made from and is gone by now: it was deleted or edited meanwhile.
 * Passages that are still there stay until this transaction ends, and whoever deletes them then finds the answer finished.
 * One that is being deleted counts as gone: that deletion may have looked for finished answers before, and to wait for its end
 * would hold up the leases and words of all that this worker answers. Should it fail, the answer has forgotten a text that is
 * still there, and counts as out of date if it quotes it.
 */
export async function forgetGonePassages(
  transaction: Prisma.TransactionClient,
  { siteId, generationId }: { siteId: string; generationId: string },
): Promise<void> {
  const input = await transaction.generationInput.findUnique({
    where: { generationId },
    select: { passageIds: true },
  });
  if (!input || input.passageIds.length === 0) return;
  const there = await transaction.$queryRaw<{ id: string }[]>`
    SELECT id FROM passage WHERE site_id = ${siteId}::uuid AND id = ANY(${input.passageIds}::uuid[])
     ORDER BY id FOR KEY SHARE SKIP LOCKED`;
  const known = new Set(there.map(({ id }) => id));
  const gone = input.passageIds.filter((id) => !known.has(id));
  if (gone.length > 0) await forget(transaction, siteId, gone, Prisma.sql`generation.id = ${generationId}::uuid`);
}

async function forget(
  transaction: Prisma.TransactionClient,
  siteId: string,
  ids: readonly string[],
  which: Prisma.Sql,
): Promise<void> {
  const gone = Prisma.sql`${ids}::uuid[]`;
  // An answer is out of date when it quotes what is gone, or was worded from it.
  await transaction.$executeRaw`
    WITH made_from AS (
      SELECT input.generation_id AS id, input.mode
        FROM generation_input input JOIN generation ON generation.id = input.generation_id
       WHERE input.site_id = ${siteId}::uuid AND input.passage_ids && ${gone} AND ${which}
    ), purged AS (
      UPDATE generation_input input
         SET prompt_ids = '{}', purged_at = now(),
             grounding = jsonb_set(grounding, '{passages}', (
               SELECT coalesce(jsonb_agg(
                        CASE WHEN (passage->>'id')::text = ANY(${gone}::text[])
                             THEN passage || '{"sentences": []}' ELSE passage END ORDER BY place), '[]')
                 FROM jsonb_array_elements(grounding->'passages') WITH ORDINALITY AS found(passage, place)))
        FROM made_from WHERE input.generation_id = made_from.id
    )
    UPDATE generation
       SET stale = generation.stale OR generation.state = 'done',
           said = jsonb_set(said, '{quotes}', (
             SELECT coalesce(jsonb_agg(
                      CASE WHEN quote->>'passageId' = ANY(${gone}::text[])
                           THEN quote || '{"text": ""}' ELSE quote END ORDER BY place), '[]')
               FROM jsonb_array_elements(coalesce(said->'quotes', '[]')) WITH ORDINALITY AS quoted(quote, place)), false)
      FROM made_from
     WHERE generation.id = made_from.id
       AND (made_from.mode = 'phrase' OR EXISTS (
         SELECT FROM jsonb_array_elements(coalesce(generation.said->'quotes', '[]')) quote
          WHERE quote->>'passageId' = ANY(${gone}::text[])))`;
}
