import type { Database, Queryable } from './client.ts';

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
  vectors: Float32Array[] | null;
}

/** All that a site knows, at one version. */
export interface SiteKnowledge {
  version: number;
  passages: StoredPassage[];
}

/** The site's knowledge version; null when there is no such site. */
export async function readKnowledgeVersion(database: Queryable, siteId: string): Promise<number | null> {
  const site = await database.site.findUnique({ where: { id: siteId }, select: { knowledgeVersion: true } });
  return site?.knowledgeVersion ?? null;
}

const pageSize = 1_000;

/**
 * Reads all passages of a site as they were at one moment, up to 100,000 with their vectors: not on the way of a message.
 * @param embeddingHash of the embedding model in use
 */
export function readSiteKnowledge(
  database: Database,
  { siteId, embeddingHash }: { siteId: string; embeddingHash: string },
): Promise<SiteKnowledge> {
  return database.$transaction(
    async (transaction) => {
      const version = (await readKnowledgeVersion(transaction, siteId)) ?? 0;
      const passages: StoredPassage[] = [];
      for (let after: string | undefined; ; ) {
        const rows = await transaction.passage.findMany({
          where: { siteId, ...(after === undefined ? {} : { id: { gt: after } }) },
          orderBy: { id: 'asc' },
          take: pageSize,
          select: { ...shownColumns, vectors: true, embeddingHash: true },
        });
        for (const { vectors, embeddingHash: madeBy, ...row } of rows) {
          const isUsable = vectors !== null && madeBy === embeddingHash;
          const read = isUsable ? vectorsOf(vectors, row.sentences.length + 1) : null;
          passages.push({ ...withDocumentTitle(row), vectors: read });
        }
        after = rows.at(-1)?.id;
        if (rows.length < pageSize) return { version, passages };
      }
    },
    { isolationLevel: 'RepeatableRead', maxWait: 30_000, timeout: 120_000 },
  );
}

/** Passages by their ids, those of the site only. */
export async function findPassages(
  database: Queryable,
  { siteId, ids }: { siteId: string; ids: readonly string[] },
): Promise<Omit<StoredPassage, 'vectors'>[]> {
  const rows = await database.passage.findMany({ where: { siteId, id: { in: [...ids] } }, select: shownColumns });
  return rows.map(withDocumentTitle);
}

/** The passages of a document in its order. */
export async function listDocumentPassages(
  database: Queryable,
  { siteId, documentId }: { siteId: string; documentId: string },
): Promise<Omit<StoredPassage, 'vectors'>[]> {
  const rows = await database.passage.findMany({
    where: { siteId, documentId },
    orderBy: { position: 'asc' },
    select: shownColumns,
  });
  return rows.map(withDocumentTitle);
}

const shownColumns = {
  ...{ id: true, documentId: true, titlePath: true, sentences: true, link: true },
  document: { select: { title: true } },
} as const;

function withDocumentTitle<Row extends { document: { title: string } }>({ document, ...row }: Row) {
  return { ...row, documentTitle: document.title };
}

/** Vectors of one length as they are stored. */
export function vectorBytes(vectors: readonly Float32Array[]): Uint8Array<ArrayBuffer> {
  const floats = vectors.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(floats * 4);
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const vector of vectors) {
    for (const value of vector) {
      view.setFloat32(offset, value, true);
      offset += 4;
    }
  }
  return bytes;
}

/** Vectors of one length from what {@link vectorBytes} made of them. */
export function vectorsOf(bytes: Uint8Array, count: number): Float32Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dimensions = bytes.byteLength / 4 / count;
  return Array.from({ length: count }, (_, index) => {
    // A tenth of the time of `Float32Array.from`: a large site has a hundred million numbers.
    const vector = new Float32Array(dimensions);
    for (let place = 0; place < dimensions; place++)
      vector[place] = view.getFloat32((index * dimensions + place) * 4, true);
    return vector;
  });
}
