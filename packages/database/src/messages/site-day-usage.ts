import { CodedError } from '@frontdesk/protocol';
import type { Queryable } from '../connection/client.ts';

/** A message that is to be stored. */
export interface CountedMessage {
  siteId: string;
  receivedAt: Date;
  /** False for what counts towards no limit. */
  counts: boolean;
}

/**
 * Counts messages towards their sites' limits of the UTC day, in their own transaction: a message that is refused costs
 * nothing, and several gateways share one count. Rows are locked in the order of their sites and days.
 * @returns for each message null, or CodedError `site_limit_reached` with the time until midnight UTC: of a site's messages
 *   the first are let in, as many as there is room for
 */
export async function countMessages(
  database: Queryable,
  messages: readonly CountedMessage[],
): Promise<(CodedError | null)[]> {
  const counts = new Map<string, { site_id: string; day: string; messages: number }>();
  for (const message of messages) {
    if (!message.counts) continue;
    const count = counts.get(keyOf(message)) ?? { site_id: message.siteId, day: dayOf(message), messages: 0 };
    count.messages += 1;
    counts.set(keyOf(message), count);
  }
  if (counts.size === 0) return messages.map(() => null);
  const totals = await database.$queryRaw<{ key: string; messages: number; most: number }[]>`
    INSERT INTO site_day_usage AS usage (site_id, day, messages)
    SELECT site_id, day, messages
      FROM jsonb_to_recordset(${JSON.stringify([...counts.values()])}::jsonb) AS new(site_id uuid, day date, messages int)
     ORDER BY site_id, day
    ON CONFLICT (site_id, day) DO UPDATE SET messages = usage.messages + excluded.messages
    RETURNING site_id::text || ' ' || to_char(day, 'YYYY-MM-DD') AS key, messages,
      (SELECT daily_message_limit FROM site WHERE id = usage.site_id) AS most`;
  const room = new Map<string, number>();
  const over: { site_id: string; day: string; messages: number }[] = [];
  for (const { key, messages: total, most } of totals) {
    const count = counts.get(key);
    if (!count) throw new Error('an upsert gives its rows');
    const beyond = Math.min(count.messages, Math.max(0, total - most));
    room.set(key, count.messages - beyond);
    if (beyond > 0) over.push({ ...count, messages: beyond });
  }
  if (over.length > 0) await uncount(database, over);
  return messages.map((message) => {
    if (!message.counts) return null;
    const left = room.get(keyOf(message)) ?? 0;
    room.set(keyOf(message), left - 1);
    return left > 0 ? null : limitReached(message);
  });
}

/** Takes back what was counted beyond a limit; the rows are locked since. */
async function uncount(
  database: Queryable,
  over: readonly { site_id: string; day: string; messages: number }[],
): Promise<void> {
  await database.$executeRaw`
    UPDATE site_day_usage AS usage SET messages = usage.messages - beyond.messages
      FROM jsonb_to_recordset(${JSON.stringify(over)}::jsonb) AS beyond(site_id uuid, day date, messages int)
     WHERE usage.site_id = beyond.site_id AND usage.day = beyond.day`;
}

function limitReached(message: CountedMessage): CodedError {
  const nextDayMs = Date.parse(dayOf(message)) + 86_400_000;
  return new CodedError('site_limit_reached', { retryAfterMs: Math.max(0, nextDayMs - message.receivedAt.getTime()) });
}

const dayOf = ({ receivedAt }: CountedMessage) => receivedAt.toISOString().slice(0, 10);
const keyOf = (message: CountedMessage) => `${message.siteId} ${dayOf(message)}`;
