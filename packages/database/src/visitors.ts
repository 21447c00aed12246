import type { Queryable } from './client.ts';

/**
 * Makes an anonymous visitor of a site and returns its id.
 * @param options.sandbox an agent who tries the bot: its conversations are in no list, limit or figure
 * @param options.promptVersionId the version that is tried; null: the published one
 */
export async function createVisitor(
  database: Queryable,
  siteId: string,
  { sandbox = false, promptVersionId = null }: { sandbox?: boolean; promptVersionId?: string | null } = {},
): Promise<string> {
  const { id } = await database.visitor.create({ data: { siteId, sandbox, promptVersionId }, select: { id: true } });
  return id;
}

/**
 * Notes that the visitor was here. False when that site has no such visitor (any more).
 * @param seen what their browser tells; null where it says nothing, which leaves what it said before
 */
export async function touchVisitor(
  database: Queryable,
  { siteId, visitorId }: { siteId: string; visitorId: string },
  { language, page }: { language: string | null; page: string | null } = { language: null, page: null },
): Promise<boolean> {
  const count = await database.$executeRaw`
    UPDATE visitor SET last_seen_at = now(), language = coalesce(${language}, language), page = coalesce(${page}, page)
     WHERE id = ${visitorId}::uuid AND site_id = ${siteId}::uuid`;
  return count === 1;
}

/** Makes the visitor with this id unless there is one already. */
export async function ensureVisitor(
  database: Queryable,
  { siteId, visitorId }: { siteId: string; visitorId: string },
): Promise<void> {
  await database.visitor.createMany({ data: { id: visitorId, siteId }, skipDuplicates: true });
}
