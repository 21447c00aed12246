import type { Queryable } from '../connection/client.ts';

/**
 * So long an answer keeps the words that it was made from. A later claim goes on from them, for minutes; an answer that is given again
 * has them copied, for a day. What people read of an answer after that, which passages were found and what made it, stays.
 */
export const inputDays = 7;

/**
 * Takes customers' words, passages' texts and what was said of orders, the prompt's ids among them, out of what old answers were made
 * from. To be called every minute or so, by any number of processes.
 * @returns how many those were, fewer than `limit` where there is nothing left to take out
 */
export function purgeOldInputs(database: Queryable, { limit }: { limit: number }): Promise<number> {
  return database.$executeRaw`
    WITH old AS (
      SELECT input.generation_id
        FROM generation_input input JOIN generation ON generation.id = input.generation_id
       -- As its index has it.
       WHERE (cardinality(input.prompt_ids) > 0 OR input.grounding->'question' IS NOT NULL)
         AND input.created_at < now() - ${inputDays} * interval '1 day' AND generation.finished_at IS NOT NULL
       ORDER BY input.created_at LIMIT ${limit}
         FOR UPDATE OF input SKIP LOCKED
    ), orders AS (
      UPDATE generation SET order_answer = NULL
       WHERE id = ANY(ARRAY(SELECT generation_id FROM old)) AND order_answer IS NOT NULL
    )
    UPDATE generation_input
       SET prompt_ids = '{}', purged_at = now(),
           grounding = jsonb_set(grounding - '{question,alsoSaid,ofOrder}'::text[], '{passages}', (
             SELECT coalesce(jsonb_agg(passage || '{"sentences": []}' ORDER BY place), '[]')
               FROM jsonb_array_elements(grounding->'passages') WITH ORDINALITY AS found(passage, place)))
     WHERE generation_id = ANY(ARRAY(SELECT generation_id FROM old))`;
}
