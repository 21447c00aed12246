import type { QueuePlace } from '@frontdesk/protocol';
import { Prisma } from '../generated/client.ts';
import type { Queryable } from './client.ts';
import type { QueueTurn } from './messages.ts';

/** Answers of workers that ended in the last `ms`: those of the cache say nothing of how fast workers are. */
const madeSince = (ms: number) => Prisma.sql`state = 'done' AND coalesce(cached_from_id, approved_answer_id) IS NULL
  AND finished_at > now() - ${ms} * interval '1 millisecond'`;

/** The pace is that of the answers which ended in this time. */
const paceMs = 30_000;

/**
 * Where waiting generations stand among all of the installation that no worker has taken yet, as they would be served now;
 * others are left out. Who comes later, of a site of which fewer wait, may still be served before.
 */
export function readQueuePlaces(database: Queryable, generationIds: readonly string[]): Promise<QueuePlace[]> {
  return database.$queryRaw<QueuePlace[]>`
    WITH waiting AS (
      SELECT id, conversation_id, row_number() OVER (ORDER BY queue_round, received_at, id) AS place
        FROM generation WHERE state = 'queued' AND started_at IS NULL
    ), pace AS (
      SELECT count(*) AS ended FROM generation
       WHERE ${madeSince(paceMs)}
    )
    SELECT conversation_id AS "conversationId", id AS "generationId", place::int,
           (place * ${paceMs}::float8 / nullif(ended, 0))::float8 AS "expectedWaitMs"
      FROM waiting, pace WHERE id = ANY(${generationIds}::uuid[])`;
}

/** The answers that no worker has taken yet, and how many workers ended in the last `paceMs`, in the whole installation. */
export async function readQueueLoad(database: Queryable, { paceMs }: { paceMs: number }): Promise<QueueLoad> {
  const [load] = await database.$queryRaw<QueueLoad[]>`
    SELECT (SELECT coalesce(json_agg(json_build_object('siteId', site_id, 'flow', queue_flow, 'round', queue_round)), '[]')
              FROM generation WHERE state = 'queued' AND started_at IS NULL) AS waiting,
      (SELECT count(*)::int FROM generation
        WHERE ${madeSince(paceMs)}) AS answered`;
  if (!load) throw new Error('aggregates give one row');
  return load;
}

export interface QueueLoad {
  waiting: (QueueTurn & { siteId: string })[];
  answered: number;
}
