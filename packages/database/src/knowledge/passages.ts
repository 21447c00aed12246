import type { Queryable } from '../connection/client.ts';
import { createTurns } from '../connection/turns.ts';
import { type StoredVector, vectorsOf } from './stored-vectors.ts';

/** A passage as it is searched and quoted. */
export interface StoredPassage {
  id: string;
  documentId: string;
  /** Of its document. */
  documentTitle: string;
  titlePath: string[];
  sentences: string[];
  link: string | null;
  /** The vector of the whole, then one for each sentence; null when the embedding model that made them is another. */
  vectors: StoredVector[] | null;
}

/** All that a site knows. */
export interface SiteKnowledge {
  /** Nothing of this version, nor of those before, is missing. */
  version: number;
  passages: StoredPassage[];
}

/** The site's knowledge version; null when there is no such site. */
export async function readKnowledgeVersion(database: Queryable, siteId: string): Promise<number | null> {
  const site = await database.site.findUnique({ where: { id: siteId }, select: { knowledgeVersion: true } });
  return site?.knowledgeVersion ?? null;
}

const pageSize = 1_000;
/** Pages of all sites: together they hold one connection at most, and a small site waits for a page of a large one, not for all. */
const inTurn = createTurns();

/**
 * Reads all passages of a site, up to 100,000 with their vectors. No transaction holds a connection meanwhile: what changes
 * while it reads may be among them or not, and has a later version than the one that is told.
 * @param embeddingHash of the embedding model in use
 */
export async function readSiteKnowledge(
  database: Queryable,
  { siteId, embeddingHash }: { siteId: string; embeddingHash: string },
): Promise<SiteKnowledge> {
  const version = (await readKnowledgeVersion(database, siteId)) ?? 0;
  const passages: StoredPassage[] = [];
  for (let after: string | undefined; ; ) {
    const where = { siteId, ...(after === undefined ? {} : { id: { gt: after } }) };
    const rows = await inTurn(() =>
      database.passage.findMany({
        where,
        orderBy: { id: 'asc' },
        take: pageSize,
        select: { ...shownColumns, vectors: true, embeddingHash: true },
      }),
    );
    for (const { vectors, embeddingHash: madeBy, ...row } of rows) {
      const isUsable = vectors !== null && madeBy === embeddingHash;
      const read = isUsable ? vectorsOf(vectors, row.sentences.length + 1) : null;
      passages.push({ ...withDocumentTitle(row), vectors: read });
    }
    after = rows.at(-1)?.id;
    if (rows.length < pageSize) return { version, passages };
  }
}

/** Passages by their ids, those of the site only. */
export async function findPassages(
  database: Queryable,
  { siteId, ids }: { siteId: string; ids: readonly string[] },
): Promise<Omit<StoredPassage, 'vectors'>[]> {
  const rows = await database.passage.findMany({ where: { siteId, id: { in: [...ids] } }, select: shownColumns });
  return rows.map(withDocumentTitle);
}

const shownColumns = {
  ...{ id: true, documentId: true, titlePath: true, sentences: true, link: true },
  document: { select: { title: true } },
} as const;

function withDocumentTitle<Row extends { document: { title: string } }>({ document, ...row }: Row) {
  return { ...row, documentTitle: document.title };
}
