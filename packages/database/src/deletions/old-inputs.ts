import type { Queryable } from '../connection/client.ts';

/**
 * So long an answer keeps the words that it was made from. A later claim goes on from them, for minutes; an answer that is given again
 * has them copied, for a day. What people read of an answer after that, which passages were found and what made it, stays.
 */
export const inputDays = 7;

/**
 * Takes customers' words and passages' texts, the prompt's ids among them, out of what old answers were made from. To be called every
 * minute or so, by any number of processes.
 * @returns how many those were, fewer than `limit` where there is nothing left to take out
 */
export function purgeOldInputs(database: Queryable, { limit }: { limit: number }): Promise<number> {
  return database.$executeRaw`
    UPDATE generation_input
       SET prompt_ids = '{}', purged_at = now(),
           grounding = jsonb_set(grounding - '{question,alsoSaid}'::text[], '{passages}', (
             SELECT coalesce(jsonb_agg(passage || '{"sentences": []}' ORDER BY place), '[]')
               FROM jsonb_array_elements(grounding->'passages') WITH ORDINALITY AS found(passage, place)))
     WHERE generation_id = ANY(ARRAY(
       SELECT old.generation_id
         FROM generation_input old JOIN generation ON generation.id = old.generation_id
        -- As its index has it.
        WHERE (cardinality(old.prompt_ids) > 0 OR old.grounding->'question' IS NOT NULL)
          AND old.created_at < now() - ${inputDays} * interval '1 day' AND generation.finished_at IS NOT NULL
        ORDER BY old.created_at LIMIT ${limit}
          FOR UPDATE OF old SKIP LOCKED))`;
}
