import type { Queryable } from '../connection/client.ts';

/**
 * Notes that these visitors are here, with their answers in the making, whichever conversation they look at. Only with those
 * that were asked by a socket: whoever asks over HTTP comes back for an answer when it suits them.
 */
export async function noteAttendance(database: Queryable, visitorIds: readonly string[]): Promise<void> {
  // Rows are locked in the order of their ids, as in renewLeases and storeChunks.
  await database.$executeRaw`
    WITH attended AS (
      SELECT generation.id FROM generation JOIN conversation ON conversation.id = generation.conversation_id
       WHERE generation.state IN ('queued', 'running') AND attended_at IS NOT NULL
         AND conversation.visitor_id = ANY(${visitorIds}::uuid[])
       ORDER BY generation.id
         FOR NO KEY UPDATE OF generation
    )
    UPDATE generation SET attended_at = now() FROM attended WHERE generation.id = attended.id`;
}
