import { Prisma } from '../../generated/client.ts';

/** ` AND` the row is of one of these sites; nothing where all of the installation is meant. */
export function ofSites(siteIds: readonly string[] | undefined, column = 'site_id'): Prisma.Sql {
  return siteIds === undefined ? Prisma.empty : Prisma.sql`AND ${Prisma.raw(column)} = ANY(${[...siteIds]}::uuid[])`;
}
