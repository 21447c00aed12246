import { strangerDays } from '@frontdesk/protocol';
import { advisoryLocks, takeTurn } from '../connection/advisory-locks.ts';
import type { Database } from '../connection/client.ts';

/** The last visitor that was looked at, in the order in which they were seen last. */
export interface LookedAt {
  lastSeenAt: Date;
  id: string;
}

const nobodyYet: LookedAt = { lastSeenAt: new Date(0), id: '00000000-0000-0000-0000-000000000000' };

/**
 * Deletes visitors who have said nothing, and of whom nothing is known: whoever opens a chat makes one, and so does a program that
 * asks for tokens. No receipt: there was nothing of a customer's. Looks at `limit` of them, by an index.
 * @param options.after where the look before ended: who has a conversation is not read each time. Left out, from the first on
 * @returns where this one ended; null where none is left to look at, or another process is at it
 */
export function deleteStrangers(
  database: Database,
  { limit, after = nobodyYet }: { limit: number; after?: LookedAt | undefined },
): Promise<LookedAt | null> {
  return database.$transaction(
    async (transaction) => {
      if (!(await takeTurn(transaction, advisoryLocks.deletions)).held) return null;
      // Who comes at this moment is locked, or is seen by then.
      const [last] = await transaction.$queryRaw<LookedAt[]>`
        WITH looked_at AS (
          SELECT id, last_seen_at FROM visitor
           WHERE external_id IS NULL AND name IS NULL AND email IS NULL AND blocked_at IS NULL
             AND (last_seen_at, id) > (${after.lastSeenAt}::timestamptz, ${after.id}::uuid)
             AND last_seen_at < now() - ${strangerDays} * interval '1 day'
           ORDER BY last_seen_at, id LIMIT ${limit}
        ), stranger AS (
          SELECT id FROM visitor
           WHERE id = ANY(ARRAY(SELECT id FROM looked_at)) AND last_seen_at < now() - ${strangerDays} * interval '1 day'
             AND NOT EXISTS (SELECT FROM conversation WHERE conversation.visitor_id = visitor.id)
             AND NOT EXISTS (SELECT FROM attachment WHERE attachment.visitor_id = visitor.id)
             FOR UPDATE SKIP LOCKED
        ), gone AS (
          DELETE FROM visitor WHERE id = ANY(ARRAY(SELECT id FROM stranger))
        )
        SELECT last_seen_at AS "lastSeenAt", id FROM looked_at ORDER BY last_seen_at DESC, id DESC LIMIT 1`;
      return last ?? null;
    },
    { timeout: 60_000 },
  );
}
