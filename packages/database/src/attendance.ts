import type { Queryable } from './client.ts';

/**
 * Notes that sockets of their visitors follow these answers. Only of those that were asked by a socket: whoever asks over
 * HTTP comes back for an answer when it suits them.
 */
export async function noteAttendance(database: Queryable, generationIds: readonly string[]): Promise<void> {
  // Rows are locked in the order of their ids, as in renewLeases and storeChunks.
  await database.$executeRaw`
    WITH followed AS (
      SELECT id FROM generation
       WHERE id = ANY(${generationIds}::uuid[]) AND state IN ('queued', 'running') AND attended_at IS NOT NULL
       ORDER BY id
         FOR NO KEY UPDATE
    )
    UPDATE generation SET attended_at = now() FROM followed WHERE generation.id = followed.id`;
}
