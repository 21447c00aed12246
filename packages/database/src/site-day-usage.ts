import { CodedError } from '@frontdesk/protocol';
import type { Queryable } from './client.ts';

/**
 * Counts a message towards the site's limit of the UTC day, in the message's own transaction: a message that is refused
 * later costs nothing, and several gateways share one count.
 * @throws CodedError `site_limit_reached`, with the time until midnight UTC
 */
export async function countMessage(
  database: Queryable,
  { siteId, receivedAt }: { siteId: string; receivedAt: Date },
): Promise<void> {
  const day = receivedAt.toISOString().slice(0, 10);
  const [usage] = await database.$queryRaw<{ messages: number; most: number }[]>`
    INSERT INTO site_day_usage AS usage (site_id, day, messages) VALUES (${siteId}::uuid, ${day}::date, 1)
    ON CONFLICT (site_id, day) DO UPDATE SET messages = usage.messages + 1
    RETURNING messages, (SELECT daily_message_limit FROM site WHERE id = ${siteId}::uuid) AS most`;
  if (!usage) throw new Error('an upsert gives one row');
  if (usage.messages > usage.most) {
    const nextDayMs = Date.parse(day) + 86_400_000;
    throw new CodedError('site_limit_reached', { retryAfterMs: Math.max(0, nextDayMs - receivedAt.getTime()) });
  }
}
