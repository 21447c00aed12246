import { type Caution, readSamplingSettings, type SamplingSettings } from '@frontdesk/protocol';
import type { Site } from '../generated/client.ts';
import { type Actor, differences, recordChange } from './audit.ts';
import type { Database, Queryable } from './client.ts';

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

/** Answers that are claimed from now on are made so; those that are kept were made otherwise. @returns whether that is a change */
export async function updateSiteAnswering(
  database: Database,
  actor: Actor,
  { siteId, ...answering }: SiteAnswering & { siteId: string },
): Promise<boolean> {
  return database.$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT id FROM site WHERE id = ${siteId}::uuid FOR UPDATE`;
    const before = await transaction.site.findUniqueOrThrow({
      where: { id: siteId },
      select: { name: true, answerMode: true, caution: true, languages: true, replyTexts: true, sampling: true },
    });
    const { sampling = readSamplingSettings(before.sampling), caution = before.caution, ...rest } = answering;
    const changed = differences(
      { ...before, sampling: readSamplingSettings(before.sampling) },
      { ...rest, name: before.name, caution, sampling },
    );
    // What is kept of answers stays as good as it was.
    if (Object.keys(changed.after).length === 0) return false;
    const data = { ...rest, caution, sampling, knowledgeVersion: { increment: 1 } };
    await transaction.site.update({ where: { id: siteId }, data });
    await recordChange(transaction, actor, {
      ...{ siteId, action: 'site.answering-changed', target: before.name },
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
