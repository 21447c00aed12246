import { CodedError } from '@frontdesk/protocol';
import type { Queryable } from './client.ts';

/**
 * Counts a message towards the site's limit of the UTC day, in the message's own transaction: a message that is refused
 * later costs nothing, and several gateways share one count.
 * @throws CodedError `site_limit_reached`, with the time until midnight UTC
 */
export async function countMessage(
  database: Queryable,
  { siteId, dailyMessageLimit, receivedAt }: { siteId: string; dailyMessageLimit: number; receivedAt: Date },
): Promise<void> {
  const day = receivedAt.toISOString().slice(0, 10);
  const counted = await database.$queryRaw<{ messages: number }[]>`
    INSERT INTO site_day_usage AS usage (site_id, day, messages) VALUES (${siteId}::uuid, ${day}::date, 1)
    ON CONFLICT (site_id, day) DO UPDATE SET messages = usage.messages + 1
    RETURNING messages`;
  if ((counted[0]?.messages ?? 0) > dailyMessageLimit) {
    const nextDayMs = Date.parse(day) + 86_400_000;
    throw new CodedError('site_limit_reached', { retryAfterMs: Math.max(0, nextDayMs - receivedAt.getTime()) });
  }
}
