import type { Queryable } from '../connection/client.ts';

/** A question that has to be answered by a fact that was written for it. */
export interface StoredRegressionCase {
  id: string;
  sourceId: string;
  question: string;
}

/** Makes a case of each question. */
export async function createRegressionCases(
  transaction: Queryable,
  { siteId, sourceId, questions }: { siteId: string; sourceId: string; questions: readonly string[] },
): Promise<void> {
  await transaction.regressionCase.createMany({
    data: questions.map((question) => ({ siteId, sourceId, question })),
  });
}

/** All cases of a site, the oldest first. */
export function listRegressionCases(database: Queryable, siteId: string): Promise<StoredRegressionCase[]> {
  return database.regressionCase.findMany({
    where: { siteId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, sourceId: true, question: true },
  });
}

export function countRegressionCases(database: Queryable, siteId: string): Promise<number> {
  return database.regressionCase.count({ where: { siteId } });
}
