import { CodedError, type MessageLimits, mergeChanges } from '@frontdesk/protocol';
import type { Database, Queryable } from '../connection/client.ts';
import { type Actor, differences, recordChange } from '../team/audit.ts';

/** @throws CodedError `site_unknown` */
export async function readMessageLimits(database: Queryable, siteId: string): Promise<MessageLimits> {
  const limits = await database.site.findUnique({
    where: { id: siteId },
    select: { dailyMessageLimit: true, httpMessagesPerMinute: true },
  });
  if (!limits) throw new CodedError('site_unknown');
  return limits;
}

/**
 * Only what is another than before is written down.
 * @param change.loaded what was so when these were typed: what others have changed since stays so; left out, these are all
 * @throws CodedError `site_unknown`
 */
export async function updateMessageLimits(
  database: Database,
  actor: Actor,
  { siteId, loaded, ...values }: MessageLimits & { siteId: string; loaded?: object | undefined },
): Promise<void> {
  await database.$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT id FROM site WHERE id = ${siteId}::uuid FOR UPDATE`;
    const before = await readMessageLimits(transaction, siteId);
    const data = mergeChanges<MessageLimits>(before, { values, before: loaded });
    const changed = differences(before, data);
    if (Object.keys(changed.after).length === 0) return;
    const { name } = await transaction.site.update({ where: { id: siteId }, data, select: { name: true } });
    await recordChange(transaction, actor, { siteId, action: 'site.limits-changed', target: name, ...changed });
  });
}
