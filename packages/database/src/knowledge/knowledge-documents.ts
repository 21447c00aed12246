import { CodedError } from '@frontdesk/protocol';
import { type KnowledgeDocument, Prisma } from '../../generated/client.ts';
import type { Database, Queryable } from '../connection/client.ts';
import { timeOrderedId } from '../connection/time-ordered-id.ts';
import { deletePassages } from './forget-passages.ts';
import { type ImportClaim, importTransaction, raiseKnowledgeVersion } from './knowledge-sources.ts';
import { type StoredVector, vectorBytes } from './stored-vectors.ts';

/** Most passages of a site: exact search is made for so many. */
export const sitePassageLimit = 100_000;

/** What an import has read of a document, against what is stored of it. */
export interface DocumentChanges {
  address: string;
  title: string;
  language: string | null;
  /** Stored already: their vectors stay, or are replaced where the embedding model is another. */
  kept: { id: string; position: number; link: string | null; vectors?: readonly StoredVector[] }[];
  added: {
    position: number;
    titlePath: readonly string[];
    sentences: readonly string[];
    link: string | null;
    hash: string;
    vectors: readonly StoredVector[];
  }[];
  removed: readonly string[];
  embeddingHash: string;
}

/**
 * What became of a document: `refused` when the import is another's by now, `full` when the site has no room for it,
 * `outdated` when a passage to keep is gone: compare again.
 */
export type StoreOutcome = 'stored' | 'refused' | 'full' | 'outdated';

/** The passages stored of a source's document, to compare with. */
export async function readStoredPassages(
  database: Queryable,
  { sourceId }: ImportClaim,
  address: string,
): Promise<{ id: string; hash: string; position: number; link: string | null; embeddingHash: string | null }[]> {
  return database.passage.findMany({
    where: { document: { sourceId, address } },
    orderBy: { position: 'asc' },
    select: { id: true, hash: true, position: true, link: true, embeddingHash: true },
  });
}

/** Stores what was read of a document, all of it or nothing, and raises the knowledge version if passages changed. */
export async function storeDocument(
  database: Database,
  claim: ImportClaim,
  changes: DocumentChanges,
): Promise<StoreOutcome> {
  try {
    return await database.$transaction((transaction) => store(transaction, claim, changes), importTransaction);
  } catch (error) {
    if (error instanceof Outdated) return 'outdated';
    throw error;
  }
}

class Outdated extends Error {}

async function store(
  transaction: Prisma.TransactionClient,
  claim: ImportClaim,
  changes: DocumentChanges,
): Promise<StoreOutcome> {
  const source = await lockClaim(transaction, claim);
  if (!source) return 'refused';
  const { siteId, epoch } = source;
  const { address, title, language, kept, added, removed, embeddingHash } = changes;
  if (added.length > removed.length) {
    const count = await transaction.passage.count({ where: { siteId } });
    if (count + added.length - removed.length > sitePassageLimit) return 'full';
  }
  const state = { title, language, epoch, errorCode: null, errorMessage: null, importedAt: new Date() };
  const { id: documentId } = await transaction.knowledgeDocument.upsert({
    where: { sourceId_address: { sourceId: claim.sourceId, address } },
    create: { ...state, siteId, sourceId: claim.sourceId, address },
    update: state,
    select: { id: true },
  });
  const keptIds = kept.map(({ id }) => id);
  // What was written so far goes too.
  if ((await transaction.passage.count({ where: { documentId, id: { in: keptIds } } })) < kept.length)
    throw new Outdated();
  const moved = await transaction.$executeRaw`
      UPDATE passage SET position = now.position, link = now.link
        FROM unnest(${keptIds}::uuid[], ${kept.map(({ position }) => position)}::int[], ${kept.map(({ link }) => link)}::text[])
          AS now(id, position, link)
       WHERE passage.id = now.id AND (passage.position, passage.link) IS DISTINCT FROM (now.position, now.link)`;
  const embedded = kept.filter(({ vectors }) => vectors);
  for (const { id, vectors = [] } of embedded) {
    await transaction.passage.update({ where: { id }, data: { vectors: vectorBytes(vectors), embeddingHash } });
  }
  for (let first = 0; first < added.length; first += 500) {
    await transaction.passage.createMany({
      data: added.slice(first, first + 500).map(({ titlePath, sentences, vectors, ...passage }) => ({
        ...passage,
        ...{ id: timeOrderedId(), siteId, documentId, embeddingHash, vectors: vectorBytes(vectors) },
        ...{ titlePath: [...titlePath], sentences: [...sentences] },
      })),
    });
  }
  // Late: from here until the commit no kept answer of the site is given.
  if (removed.length > 0) {
    const isRemoved = Prisma.sql`document_id = ${documentId}::uuid AND id = ANY(${removed}::uuid[])`;
    await deletePassages(transaction, siteId, isRemoved);
  }
  if (added.length + removed.length + moved + embedded.length > 0) await raiseKnowledgeVersion(transaction, siteId);
  return 'stored';
}

/**
 * Says why a document could not be imported. What an earlier import stored of it stays.
 * @returns false when the import is another's by now
 */
export function storeDocumentError(
  database: Database,
  claim: ImportClaim,
  { address, title, code, message }: { address: string; title: string; code: string; message: string },
): Promise<boolean> {
  return database.$transaction(async (transaction) => {
    const source = await lockClaim(transaction, claim);
    if (!source) return false;
    const error = { epoch: source.epoch, errorCode: code, errorMessage: message };
    await transaction.knowledgeDocument.upsert({
      where: { sourceId_address: { sourceId: claim.sourceId, address } },
      create: { ...error, siteId: source.siteId, sourceId: claim.sourceId, address, title },
      update: error,
    });
    return true;
  }, importTransaction);
}

/** What an import has found to be gone of a source. */
export interface GoneDocuments {
  /** Of those that say so themselves: their passages go, the error stays. */
  addresses: readonly string[];
  /** Whether those are gone, too, that it has not seen. */
  unseenToo: boolean;
  /** Where it says so of how many documents lose all that is known of them, none does. Defaults to never. */
  isTooMuch?: (outcome: LostDocuments) => boolean;
  /** Of how many documents something was known before, at the most: fewer that are left do not count as the most. Defaults to none. */
  peak?: number;
}

/** Of how many documents all that is known is lost, and of how many something is known then. */
export interface LostDocuments {
  lost: number;
  left: number;
}

const hasPassages = Prisma.sql`EXISTS (SELECT FROM passage WHERE passage.document_id = knowledge_document.id)`;

/** Of how many documents of a source the site knows something. */
export async function countKnownDocuments(database: Queryable, { sourceId }: ImportClaim): Promise<number> {
  const [row] = await database.$queryRaw<{ known: number }[]>`
    SELECT count(*)::int AS known FROM knowledge_document WHERE source_id = ${sourceId}::uuid AND ${hasPassages}`;
  return row?.known ?? 0;
}

/**
 * Removes what is gone of a source, once its import knows, and notes how many documents are known at the most.
 * @returns how many documents lose all that is known of them, and whether they did; null when the import is another's by now
 */
export function removeGoneDocuments(
  database: Database,
  claim: ImportClaim,
  { addresses, unseenToo, isTooMuch = () => false, peak = 0 }: GoneDocuments,
): Promise<(LostDocuments & { removed: boolean }) | null> {
  return database.$transaction(async (transaction) => {
    const source = await lockClaim(transaction, claim);
    if (!source) return null;
    const { siteId, epoch } = source;
    const isUnseen = unseenToo ? Prisma.sql`epoch < ${epoch}` : Prisma.sql`false`;
    const isGone = Prisma.sql`source_id = ${claim.sourceId}::uuid AND (address = ANY(${addresses}) OR ${isUnseen})`;
    const [row] = await transaction.$queryRaw<{ lost: number }[]>`
      SELECT count(*)::int AS lost FROM knowledge_document WHERE ${isGone} AND ${hasPassages}`;
    const lost = row?.lost ?? 0;
    const left = (await countKnownDocuments(transaction, claim)) - lost;
    if (isTooMuch({ lost, left })) return { lost, left, removed: false };
    const isOfGone = Prisma.sql`document_id IN (SELECT id FROM knowledge_document WHERE ${isGone})`;
    await deletePassages(transaction, siteId, isOfGone);
    if (unseenToo)
      await transaction.knowledgeDocument.deleteMany({ where: { sourceId: claim.sourceId, epoch: { lt: epoch } } });
    if (lost > 0) await raiseKnowledgeVersion(transaction, siteId);
    const peakDocuments = Math.max(peak, left);
    await transaction.knowledgeSource.update({ where: { id: claim.sourceId }, data: { peakDocuments } });
    return { lost, left, removed: true };
  }, importTransaction);
}

/** Holds the source's row until the commit: a deletion waits, and then removes what was written too. */
async function lockClaim(
  transaction: Prisma.TransactionClient,
  { sourceId, claimId }: ImportClaim,
): Promise<{ siteId: string; epoch: number } | null> {
  const rows = await transaction.$queryRaw<{ siteId: string; epoch: number }[]>`
    SELECT site_id AS "siteId", epoch FROM knowledge_source
     WHERE id = ${sourceId}::uuid AND claim_id = ${claimId}::uuid AND state = 'running' FOR UPDATE`;
  return rows[0] ?? null;
}

/** A document as lists show it. */
export interface DocumentSummary extends KnowledgeDocument {
  passages: number;
}

/** A page of a source's documents, the newest first; `before` is the last id of the page before. @throws CodedError `source_unknown` */
export async function listKnowledgeDocuments(
  database: Queryable,
  { siteId, sourceId, before, limit = 50 }: { siteId: string; sourceId: string; before?: string; limit?: number },
): Promise<DocumentSummary[]> {
  const source = await database.knowledgeSource.findUnique({ where: { id: sourceId, siteId }, select: { id: true } });
  if (!source) throw new CodedError('source_unknown');
  const rows = await database.knowledgeDocument.findMany({
    where: { siteId, sourceId, ...(before === undefined ? {} : { id: { lt: before } }) },
    orderBy: { id: 'desc' },
    take: limit,
    include: { _count: { select: { passages: true } } },
  });
  return rows.map(({ _count, ...document }) => ({ ...document, passages: _count.passages }));
}

/**
 * Removes a document with its passages. The next import of its source may bring it again.
 * @throws CodedError `document_unknown`
 */
export async function deleteDocument(
  transaction: Prisma.TransactionClient,
  { siteId, documentId }: { siteId: string; documentId: string },
): Promise<void> {
  // Held as by an import that stores this document: it comes before, or after and finds none.
  await transaction.$queryRaw`
    SELECT source.id FROM knowledge_source source JOIN knowledge_document document ON document.source_id = source.id
     WHERE document.id = ${documentId}::uuid AND document.site_id = ${siteId}::uuid FOR UPDATE OF source`;
  // Whoever deletes a page does not miss it.
  await transaction.$executeRaw`
    UPDATE knowledge_source SET peak_documents = peak_documents - 1
     WHERE peak_documents > 0 AND id = (SELECT source_id FROM knowledge_document
       WHERE id = ${documentId}::uuid AND site_id = ${siteId}::uuid AND ${hasPassages})`;
  await deletePassages(transaction, siteId, Prisma.sql`document_id = ${documentId}::uuid`);
  const { count } = await transaction.knowledgeDocument.deleteMany({ where: { id: documentId, siteId } });
  if (count === 0) throw new CodedError('document_unknown');
  await raiseKnowledgeVersion(transaction, siteId);
}
