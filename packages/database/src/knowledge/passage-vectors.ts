import type { Database, Queryable } from '../connection/client.ts';
import { importTransaction } from './knowledge-sources.ts';
import { type StoredVector, vectorBytes } from './stored-vectors.ts';

/** A passage that another embedding model made the vectors of: no question finds it. */
export interface OutdatedPassage {
  id: string;
  siteId: string;
  titlePath: string[];
  sentences: string[];
}

/** Some of them, those of one site after the other: the first, or those that come after one. */
export function findOutdatedPassages(
  database: Queryable,
  { embeddingHash, after, limit }: { embeddingHash: string; after?: OutdatedPassage | undefined; limit: number },
): Promise<OutdatedPassage[]> {
  const isOutdated = { OR: [{ embeddingHash: null }, { embeddingHash: { not: embeddingHash } }] };
  const comesAfter = after && {
    OR: [{ siteId: { gt: after.siteId } }, { siteId: after.siteId, id: { gt: after.id } }],
  };
  return database.passage.findMany({
    where: { AND: [isOutdated, comesAfter ?? {}] },
    orderBy: [{ siteId: 'asc' }, { id: 'asc' }],
    take: limit,
    select: { id: true, siteId: true, titlePath: true, sentences: true },
  });
}

/** Stores the vectors of passages: of the whole, then of each sentence. Those deleted meanwhile stay deleted. */
export async function storePassageVectors(
  database: Database,
  embeddingHash: string,
  passages: readonly { id: string; siteId: string; vectors: readonly StoredVector[] }[],
): Promise<void> {
  await database.$transaction(
    passages.map(({ id, siteId, vectors }) =>
      database.passage.updateMany({ where: { id, siteId }, data: { embeddingHash, vectors: vectorBytes(vectors) } }),
    ),
    importTransaction,
  );
}
