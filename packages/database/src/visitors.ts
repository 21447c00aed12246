import type { Queryable } from './client.ts';

/** Makes an anonymous visitor of a site and returns its id. */
export async function createVisitor(database: Queryable, siteId: string): Promise<string> {
  const { id } = await database.visitor.create({ data: { siteId }, select: { id: true } });
  return id;
}

/** Notes that the visitor was here. False when that site has no such visitor (any more). */
export async function touchVisitor(
  database: Queryable,
  { siteId, visitorId }: { siteId: string; visitorId: string },
): Promise<boolean> {
  const { count } = await database.visitor.updateMany({
    where: { id: visitorId, siteId },
    data: { lastSeenAt: new Date() },
  });
  return count === 1;
}
