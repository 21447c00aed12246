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
