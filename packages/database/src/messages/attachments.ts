import { type Attachment, attachmentLimits, CodedError } from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import { advisoryLocks } from '../connection/advisory-locks.ts';
import type { Database, Queryable } from '../connection/client.ts';
import { timeOrderedId } from '../connection/time-ordered-id.ts';
import { refuseBlocked } from '../visitors/blocked-visitors.ts';

/** An upload that has neither ended nor failed by then lost its gateway. */
const uploadHours = 1;
/** So long a file waits for its message: a chat that was offline sends what it kept. */
const unsentHours = 24;

/** Whose file it is. Whatever is not this visitor's does not exist for them. */
export interface AttachmentOwner {
  siteId: string;
  visitorId: string;
  /** The agent who sends it to that visitor; left out, it is the visitor's own. */
  agentId?: string | undefined;
}

/**
 * Makes room for a file before its bytes come: the day's limits count what is announced, so that uploads at the same time
 * can't go beyond them together.
 * @param upload `bytes`: the most that may come
 * @returns its id
 * @throws CodedError `token_invalid` (no such visitor on the site), `visitor_blocked`, `attachment_limit`
 */
export function reserveAttachment(
  database: Database,
  { siteId, visitorId, agentId, name, bytes }: AttachmentOwner & Pick<Attachment, 'name' | 'bytes'>,
): Promise<string> {
  return database.$transaction(async (transaction) => {
    // An agent may still send them something.
    if (agentId === undefined) await refuseBlocked(transaction, { siteId, visitorId });
    const [visitor] = await transaction.$queryRaw<unknown[]>`
      SELECT FROM visitor JOIN site ON site.id = visitor.site_id AND site.removed_at IS NULL
       WHERE visitor.id = ${visitorId}::uuid AND site_id = ${siteId}::uuid FOR NO KEY UPDATE OF visitor`;
    if (!visitor) throw new CodedError('token_invalid');
    // After the visitor, and in this order: whoever counts next sees what this one has made room for.
    await takeTurn(transaction, siteId);
    if (agentId !== undefined) await takeTurn(transaction, agentId);
    // An agent's at all sites.
    const mine =
      agentId === undefined
        ? Prisma.sql`visitor_id = ${visitorId}::uuid AND agent_id IS NULL`
        : Prisma.sql`agent_id = ${agentId}`;
    const [used] = await transaction.$queryRaw<{ files: number; bytes: number; siteBytes: number }[]>`
      SELECT count(*)::int AS files, coalesce(sum(bytes), 0)::float8 AS bytes,
             (SELECT coalesce(sum(bytes), 0)::float8 FROM attachment
               WHERE site_id = ${siteId}::uuid AND created_at > now() - interval '24 hours') AS "siteBytes"
        FROM attachment WHERE ${mine} AND created_at > now() - interval '24 hours'`;
    const [files, ownBytes] =
      agentId === undefined
        ? [attachmentLimits.perDay, attachmentLimits.bytesPerDay]
        : [attachmentLimits.perAgentDay, attachmentLimits.bytesPerAgentDay];
    const isWithin =
      used !== undefined &&
      used.files < files &&
      used.bytes + bytes <= ownBytes &&
      used.siteBytes + bytes <= attachmentLimits.bytesPerSiteDay;
    if (!isWithin) throw new CodedError('attachment_limit');
    const id = timeOrderedId();
    await transaction.attachment.create({ data: { id, siteId, visitorId, agentId: agentId ?? null, name, bytes } });
    return id;
  });
}

/** Uploads of one site, or of one agent, are counted one after another. */
const takeTurn = (transaction: Prisma.TransactionClient, id: string) =>
  transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${id}, ${advisoryLocks.uploads}))`;

/** Notes what an upload became; false when its row is gone, with its visitor or for having taken too long. */
export async function finishAttachment(
  database: Queryable,
  { siteId, id, ...found }: { siteId: string; id: string; type: string; bytes: number; sha256: string },
): Promise<boolean> {
  const { count } = await database.attachment.updateMany({
    where: { id, siteId, state: 'uploading' },
    data: { ...found, state: 'ready' },
  });
  return count === 1;
}

/** Gives up a file that was not sent; false where there is none, or it was. */
export async function deleteUnsentAttachment(
  database: Queryable,
  { siteId, visitorId, agentId }: AttachmentOwner,
  id: string,
): Promise<boolean> {
  const { count } = await database.attachment.deleteMany({
    where: { id, siteId, visitorId, agentId: agentId ?? null, state: { not: 'sent' } },
  });
  return count === 1;
}

/** A file that can be read, or null. `visitorId` is left out for whoever may read all of a site's; a visitor reads what was sent to them. */
export function findAttachment(
  database: Queryable,
  { siteId, visitorId, id }: { siteId: string; visitorId?: string | undefined; id: string },
): Promise<Attachment | null> {
  return database.attachment.findFirst({
    where: {
      id,
      siteId,
      site: { removedAt: null },
      ...(visitorId === undefined
        ? { state: { not: 'uploading' } }
        : { visitorId, OR: [{ state: 'sent' }, { state: 'ready', agentId: null }] }),
    },
    select: { id: true, name: true, type: true, bytes: true },
  });
}

/** What the files of each site take up, those that are being uploaded with all that they may have. Every site is in it. */
export async function readAttachmentBytes(database: Queryable): Promise<Map<string, number>> {
  const sites = await database.$queryRaw<{ id: string; bytes: number }[]>`
    SELECT site.id, coalesce(used.bytes, 0)::float8 AS bytes
      FROM site LEFT JOIN (SELECT site_id, sum(bytes) AS bytes FROM attachment GROUP BY site_id) AS used
        ON used.site_id = site.id`;
  return new Map(sites.map(({ id, bytes }) => [id, bytes]));
}

/** Deletes uploads that broke off and files that nobody sent. */
export async function deleteStaleAttachments(database: Queryable): Promise<void> {
  await database.$executeRaw`
    DELETE FROM attachment
     WHERE (state = 'uploading' AND created_at < now() - ${uploadHours} * interval '1 hour')
        OR (state = 'ready' AND created_at < now() - ${unsentHours} * interval '1 hour')`;
}

/** A file whose row is gone. */
export interface RemovedAttachment {
  id: string;
  removedAt: Date;
}

/**
 * Files whose rows are gone and whose bytes are to be removed, the longest gone first.
 * @param after the last one of the page before
 */
export function listRemovedAttachments(
  database: Queryable,
  { most, after }: { most: number; after?: RemovedAttachment | undefined },
): Promise<RemovedAttachment[]> {
  return database.removedAttachment.findMany({
    ...(after && {
      where: { OR: [{ removedAt: { gt: after.removedAt } }, { removedAt: after.removedAt, id: { gt: after.id } }] },
    }),
    orderBy: [{ removedAt: 'asc' }, { id: 'asc' }],
    take: most,
    select: { id: true, removedAt: true },
  });
}

/** When their bytes are gone. */
export async function forgetRemovedAttachments(database: Queryable, ids: readonly string[]): Promise<void> {
  await database.removedAttachment.deleteMany({ where: { id: { in: [...ids] } } });
}

/**
 * Locks the files that messages are sent with.
 * @returns for each message its files in the order of their ids in `attachmentIds`, or CodedError `attachment_unknown` where
 *   one is not the visitor's, not uploaded, or was sent before
 */
export async function takeAttachments(
  transaction: Prisma.TransactionClient,
  messages: readonly (AttachmentOwner & { attachmentIds?: readonly string[] | undefined })[],
): Promise<(Attachment[] | CodedError)[]> {
  const wanted = messages.flatMap(({ siteId, visitorId, agentId, attachmentIds = [] }) =>
    attachmentIds.map((id) => ({ id, site_id: siteId, visitor_id: visitorId, agent_id: agentId ?? null })),
  );
  // Most messages are words alone, and cost no statement more.
  if (wanted.length === 0) return messages.map(() => []);
  const rows = await transaction.$queryRaw<Attachment[]>`
    SELECT attachment.id, attachment.name, attachment.type, attachment.bytes
      FROM attachment JOIN jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) AS wanted(id uuid, site_id uuid,
             visitor_id uuid, agent_id text)
        ON attachment.id = wanted.id AND attachment.site_id = wanted.site_id AND attachment.visitor_id = wanted.visitor_id
       AND attachment.agent_id IS NOT DISTINCT FROM wanted.agent_id
     WHERE attachment.state = 'ready'
     ORDER BY attachment.id
       FOR UPDATE OF attachment`;
  const found = new Map(rows.map((row) => [row.id, row]));
  return messages.map(({ attachmentIds = [] }) => {
    const files = attachmentIds.flatMap((id) => found.get(id) ?? []);
    const isWhole = files.length === attachmentIds.length && new Set(attachmentIds).size === files.length;
    return isWhole ? files : new CodedError('attachment_unknown');
  });
}

/** Gives files to the messages that they are sent with, which are stored already. */
export async function sendAttachments(
  transaction: Prisma.TransactionClient,
  sent: readonly { conversationId: string; messageId: string; attachments: readonly Attachment[] }[],
): Promise<void> {
  const rows = sent.flatMap(({ conversationId, messageId, attachments }) =>
    attachments.map(({ id }, position) => ({ id, conversation_id: conversationId, message_id: messageId, position })),
  );
  if (rows.length === 0) return;
  await transaction.$executeRaw`
    UPDATE attachment SET state = 'sent', conversation_id = new.conversation_id, message_id = new.message_id,
           position = new.position
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS new(id uuid, conversation_id uuid, message_id uuid,
           position int)
     WHERE attachment.id = new.id`;
}
