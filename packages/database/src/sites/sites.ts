import { type Caution, mergeChanges, readSamplingSettings, type SamplingSettings } from '@frontdesk/protocol';
import type { Site } from '../../generated/client.ts';
import type { Database, Queryable } from '../connection/client.ts';
import { type Actor, differences, recordChange } from '../team/audit.ts';

export type { Site };

/** The site that a public key names, or null; one that is removed is none. */
export function findSiteByKey(database: Queryable, key: string): Promise<Site | null> {
  return database.site.findUnique({ where: { key, removedAt: null } });
}

export function findSite(database: Queryable, siteId: string): Promise<Site | null> {
  return database.site.findUnique({ where: { id: siteId } });
}

/** How a site answers. */
export type SiteAnswering = Pick<Site, 'answerMode' | 'languages'> & {
  /** Left out, they stay as they are. */
  caution?: Caution | undefined;
  sampling?: SamplingSettings | undefined;
  /** Its own wordings of replies, by the id of the entry that they replace. */
  replyTexts: Record<string, string>;
};

/**
 * Answers that are claimed from now on are made so; those that are kept were made otherwise.
 * @param change.loaded what was so when these were chosen: what others have changed since stays so; left out, these are all
 * @returns whether that is a change
 */
export async function updateSiteAnswering(
  database: Database,
  actor: Actor,
  { siteId, loaded, ...answering }: SiteAnswering & { siteId: string; loaded?: object | undefined },
): Promise<boolean> {
  return database.$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT id FROM site WHERE id = ${siteId}::uuid FOR UPDATE`;
    const { name, ...stored } = await transaction.site.findUniqueOrThrow({
      where: { id: siteId },
      select: { name: true, answerMode: true, caution: true, languages: true, replyTexts: true, sampling: true },
    });
    const before = {
      ...stored,
      replyTexts: stored.replyTexts as Record<string, string>,
      sampling: readSamplingSettings(stored.sampling),
    };
    const { sampling = before.sampling, caution = before.caution, ...rest } = answering;
    const after = mergeChanges(before, { values: { ...rest, caution, sampling }, before: loaded });
    const changed = differences(before, after);
    // What is kept of answers stays as good as it was.
    if (Object.keys(changed.after).length === 0) return false;
    const data = { ...after, knowledgeVersion: { increment: 1 } };
    await transaction.site.update({ where: { id: siteId }, data });
    await recordChange(transaction, actor, {
      ...{ siteId, action: 'site.answering-changed', target: name },
      ...changed,
    });
    return true;
  });
}

/** Sets how many days after its last activity a conversation is deleted; null: never. */
export async function updateSiteRetention(
  database: Database,
  actor: Actor,
  { siteId, retentionDays }: { siteId: string; retentionDays: number | null },
): Promise<void> {
  await database.$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT id FROM site WHERE id = ${siteId}::uuid FOR UPDATE`;
    const { name, ...before } = await transaction.site.findUniqueOrThrow({
      where: { id: siteId },
      select: { name: true, retentionDays: true },
    });
    if (before.retentionDays === retentionDays) return;
    await transaction.site.update({ where: { id: siteId }, data: { retentionDays }, select: { id: true } });
    const change = { siteId, action: 'site.retention-changed', target: name };
    await recordChange(transaction, actor, { ...change, before, after: { retentionDays } });
  });
}
