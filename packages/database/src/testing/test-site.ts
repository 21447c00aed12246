import { randomUUID } from 'node:crypto';
import type { Prisma } from '../../generated/client.ts';
import type { Database } from '../connection/client.ts';

/** Stores a site that nobody else has. @returns its id */
export async function newSite(
  database: Database,
  fields: Partial<Prisma.SiteUncheckedCreateInput> = {},
): Promise<string> {
  const usual = { key: randomUUID(), name: 'Test', greeting: 'Hi', colour: '#000000' };
  const { id } = await database.site.create({ data: { ...usual, ...fields }, select: { id: true } });
  return id;
}
