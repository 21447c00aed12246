import type { AnswerMode, PromptVersion, Site } from '../../generated/client.ts';
import type { Database, Queryable } from '../connection/client.ts';

/**
 * Makes a system prompt the next version of a site and publishes it: answers claimed from now on are made with it.
 * Versions are never changed, so that every answer's prompt stays readable.
 * @throws when the site does not exist or the prompt is blank
 */
export async function publishPromptVersion(
  database: Database,
  { siteId, systemPrompt }: { siteId: string; systemPrompt: string },
): Promise<PromptVersion> {
  if (systemPrompt.trim() === '') throw new Error('a system prompt must not be blank');
  return database.$transaction(async (transaction) => {
    // Two publishes at once: the second waits here, and takes the number after.
    await transaction.$queryRaw`SELECT id FROM site WHERE id = ${siteId}::uuid FOR UPDATE`;
    const last = await transaction.promptVersion.findFirst({ where: { siteId }, orderBy: { number: 'desc' } });
    const version = await transaction.promptVersion.create({
      data: { siteId, systemPrompt, number: (last?.number ?? 0) + 1 },
    });
    await transaction.site.update({ where: { id: siteId }, data: { publishedPromptVersionId: version.id } });
    return version;
  });
}

/** What a site's answers are made with now. */
export interface PublishedPrompt {
  siteId: string;
  answerMode: AnswerMode;
  siteName: string;
  systemPrompt: string;
}

const published = {
  where: { publishedPromptVersion: { isNot: null }, removedAt: null },
  select: { id: true, name: true, answerMode: true, publishedPromptVersion: { select: { systemPrompt: true } } },
} as const;

type PublishedRow = Pick<Site, 'id' | 'name' | 'answerMode'> & {
  publishedPromptVersion: { systemPrompt: string } | null;
};

const toPrompt = ({ id, name, answerMode, publishedPromptVersion }: PublishedRow): PublishedPrompt => ({
  ...{ siteId: id, answerMode, siteName: name },
  systemPrompt: publishedPromptVersion?.systemPrompt ?? '',
});

/**
 * The published prompts of all sites, `limit` at most: first the sites for which workers made most answers in the last day, then
 * those who published last.
 */
export function listPublishedPrompts(database: Queryable, limit: number): Promise<PublishedPrompt[]> {
  return database.$queryRaw<PublishedPrompt[]>`
    SELECT site.id AS "siteId", site.answer_mode::text AS "answerMode", site.name AS "siteName",
           prompt.system_prompt AS "systemPrompt"
      FROM site
      JOIN prompt_version prompt ON prompt.id = site.published_prompt_version_id
      LEFT JOIN (SELECT site_id, sum(answered - cached) AS made FROM service_hour
                  WHERE hour > now() - interval '1 day' GROUP BY site_id) lately ON lately.site_id = site.id
     WHERE site.removed_at IS NULL
     ORDER BY coalesce(lately.made, 0) DESC, prompt.created_at DESC LIMIT ${limit}`;
}

/** A site's; null where there is none, or it is removed. */
export async function readPublishedPrompt(database: Queryable, siteId: string): Promise<PublishedPrompt | null> {
  const site = await database.site.findFirst({ ...published, where: { ...published.where, id: siteId } });
  return site && toPrompt(site);
}
