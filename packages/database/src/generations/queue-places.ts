import type { QueuePlace } from '@frontdesk/protocol';
import type { Queryable } from '../connection/client.ts';
import type { QueueTurn } from '../messages/messages.ts';
import { waitsForWorker } from './generations.ts';

/**
 * Where waiting generations stand among all of the installation that no worker has taken yet, as they would be served now;
 * others are left out. Who comes later, of a site of which fewer wait, may still be served before.
 * @param answersPerSecond what all workers make; without it nobody is told how long they will wait
 */
export function readQueuePlaces(
  database: Queryable,
  generationIds: readonly string[],
  { answersPerSecond }: { answersPerSecond?: number | undefined } = {},
): Promise<QueuePlace[]> {
  return database.$queryRaw<QueuePlace[]>`
    WITH waiting AS (
      SELECT id, conversation_id, row_number() OVER (ORDER BY queue_round, received_at, id) AS place
        FROM generation WHERE ${waitsForWorker} AND started_at IS NULL
    )
    SELECT conversation_id AS "conversationId", id AS "generationId", place::int,
           (1000 * place / nullif(${answersPerSecond ?? null}::float8, 0))::float8 AS "expectedWaitMs"
      FROM waiting WHERE id = ANY(${generationIds}::uuid[])`;
}

/** The answers that no worker has taken yet, those in the making, and how many workers ended in the last `paceMs`, of all sites. */
export async function readQueueLoad(database: Queryable, { paceMs }: { paceMs: number }): Promise<QueueLoad> {
  const [load] = await database.$queryRaw<QueueLoad[]>`
    SELECT (SELECT coalesce(json_agg(json_build_object('id', id, 'siteId', site_id, 'flow', queue_flow, 'round', queue_round)), '[]')
              FROM generation WHERE ${waitsForWorker} AND started_at IS NULL) AS waiting,
      (SELECT count(*)::int FROM generation WHERE state = 'running') AS running,
      (SELECT count(*)::int FROM generation
        -- Answers of the cache say nothing of how fast workers are.
        WHERE state = 'done' AND coalesce(cached_from_id, approved_answer_id) IS NULL
          AND finished_at > now() - ${paceMs} * interval '1 millisecond') AS answered`;
  if (!load) throw new Error('aggregates give one row');
  return load;
}

export interface QueueLoad {
  waiting: (QueueTurn & { id: string; siteId: string })[];
  running: number;
  answered: number;
}
