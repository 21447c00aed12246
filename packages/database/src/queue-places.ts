import type { QueuePlace } from '@frontdesk/protocol';
import type { Queryable } from './client.ts';

/** The pace is that of the answers which ended in this time. */
const paceMs = 30_000;

/** Where waiting generations stand among all of the installation that no worker has taken yet; others are left out. */
export function readQueuePlaces(database: Queryable, generationIds: readonly string[]): Promise<QueuePlace[]> {
  return database.$queryRaw<QueuePlace[]>`
    WITH waiting AS (
      SELECT id, conversation_id, row_number() OVER (ORDER BY received_at, id) AS place
        FROM generation WHERE state = 'queued' AND started_at IS NULL
    ), pace AS (
      SELECT count(*) AS ended FROM generation
       WHERE finished_at > now() - ${paceMs} * interval '1 millisecond' AND state = 'done'
    )
    SELECT conversation_id AS "conversationId", id AS "generationId", place::int,
           (place * ${paceMs}::float8 / nullif(ended, 0))::float8 AS "expectedWaitMs"
      FROM waiting, pace WHERE id = ANY(${generationIds}::uuid[])`;
}

/** How many answers no worker has taken yet, and how many ended in the last `paceMs`, in the whole installation. */
export async function readQueueLoad(
  database: Queryable,
  { paceMs }: { paceMs: number },
): Promise<{ waiting: number; answered: number }> {
  const [load] = await database.$queryRaw<{ waiting: number; answered: number }[]>`
    SELECT (SELECT count(*)::int FROM generation WHERE state = 'queued' AND started_at IS NULL) AS waiting,
      (SELECT count(*)::int FROM generation
        WHERE finished_at > now() - ${paceMs} * interval '1 millisecond' AND state = 'done') AS answered`;
  if (!load) throw new Error('two counts are one row');
  return load;
}
