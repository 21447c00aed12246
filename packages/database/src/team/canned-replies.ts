import { type CannedReply, type CannedReplyBody, CodedError, inboxLimits } from '@frontdesk/protocol';
import type { Database, Queryable } from '../connection/client.ts';
import { type Actor, recordChange } from './audit.ts';
import { mergeTexts } from './merge-texts.ts';

const shown = { id: true, shortcut: true, text: true } as const;
const unknown = () => new CodedError('not_found', { message: 'There is no such reply.' });

/** A site's texts that agents put into replies, by shortcut. */
export function listCannedReplies(database: Queryable, siteId: string): Promise<CannedReply[]> {
  return database.cannedReply.findMany({ where: { siteId }, orderBy: { shortcut: 'asc' }, select: shown });
}

/** @throws CodedError `shortcut_taken`, `bad_request` beyond the most that a site may have */
export function createCannedReply(
  database: Database,
  actor: Actor,
  { siteId, shortcut, text }: CannedReplyBody & { siteId: string },
): Promise<CannedReply> {
  return database.$transaction(async (transaction) => {
    await lockReplies(transaction, siteId);
    await refuseTaken(transaction, { siteId, shortcut });
    if ((await transaction.cannedReply.count({ where: { siteId } })) >= inboxLimits.cannedReplies) {
      throw new CodedError('bad_request', { message: `A site may have up to ${inboxLimits.cannedReplies} replies.` });
    }
    const made = await transaction.cannedReply.create({ data: { siteId, shortcut, text }, select: shown });
    await recordChange(transaction, actor, {
      ...{ siteId, action: 'canned-reply.made', target: `/${shortcut}`, after: { text } },
    });
    return made;
  });
}

/**
 * The same again changes nothing.
 * @param change.loaded what it was when it was opened; left out, whatever others have made of it since is written over
 * @throws CodedError `not_found` for one of another site, `shortcut_taken`, `changed_meanwhile`
 */
export async function updateCannedReply(
  database: Database,
  actor: Actor,
  { siteId, id, loaded, ...values }: CannedReply & { siteId: string; loaded?: Record<string, unknown> | undefined },
): Promise<void> {
  await database.$transaction(async (transaction) => {
    await lockReplies(transaction, siteId);
    const before = await transaction.cannedReply.findUnique({
      where: { id, siteId },
      select: { shortcut: true, text: true },
    });
    if (!before) throw unknown();
    const { shortcut, text } = mergeTexts(before, { values, before: loaded });
    await refuseTaken(transaction, { siteId, shortcut, byOtherThan: id });
    if (before.shortcut === shortcut && before.text === text) return;
    await transaction.cannedReply.update({ where: { id, siteId }, data: { shortcut, text } });
    await recordChange(transaction, actor, {
      ...{ siteId, action: 'canned-reply.changed', target: `/${shortcut}` },
      ...{ before, after: { shortcut, text } },
    });
  });
}

/** @throws CodedError `not_found` for one of another site, or gone already */
export async function deleteCannedReply(
  database: Database,
  actor: Actor,
  { siteId, id }: { siteId: string; id: string },
): Promise<void> {
  await database.$transaction(async (transaction) => {
    const before = await transaction.cannedReply.findUnique({ where: { id, siteId }, select: shown });
    if (!before) throw unknown();
    await transaction.cannedReply.delete({ where: { id, siteId } });
    await recordChange(transaction, actor, {
      ...{ siteId, action: 'canned-reply.deleted', target: `/${before.shortcut}`, before: { text: before.text } },
    });
  });
}

/** By the site: of two at once, the second sees the first. */
const lockReplies = (transaction: Queryable, siteId: string) =>
  transaction.$queryRaw`SELECT id FROM site WHERE id = ${siteId}::uuid FOR UPDATE`;

/** To be looked at under the lock. */
async function refuseTaken(
  transaction: Queryable,
  { siteId, shortcut, byOtherThan }: { siteId: string; shortcut: string; byOtherThan?: string },
): Promise<void> {
  const taken = await transaction.cannedReply.findUnique({ where: { siteId_shortcut: { siteId, shortcut } } });
  if (taken && taken.id !== byOtherThan) throw new CodedError('shortcut_taken');
}
