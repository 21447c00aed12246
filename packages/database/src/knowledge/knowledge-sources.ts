import { randomUUID } from 'node:crypto';
import { CodedError, type EveryDays, type ImportJob, importLaneOf } from '@frontdesk/protocol';
import { type KnowledgeSourceKind, Prisma } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';
import { readClock } from '../connection/clock.ts';
import { deletePassages } from './forget-passages.ts';
import { planNextImport } from './import-schedule.ts';
import { refuseManyFacts, refuseManyWaiting } from './waiting-imports.ts';

/** Knowledge that is new: its first import is asked for with it. */
export interface NewKnowledgeSource {
  siteId: string;
  kind: KnowledgeSourceKind;
  /** A fact's title, a file's name, a site's. */
  name: string;
  /** Format of the content, for facts and files. */
  format?: string;
  content?: Uint8Array<ArrayBuffer>;
  /** Where a site is crawled from. */
  address?: string;
  /** After how many days it is imported again by itself. Defaults to never. */
  everyDays?: EveryDays;
}

/** Stores a source; the job that is returned imports it. @throws CodedError `imports_waiting`, `facts_limit` */
export async function createKnowledgeSource(database: Queryable, source: NewKnowledgeSource): Promise<ImportJob> {
  await refuseManyWaiting(database, source);
  if (source.kind === 'fact') await refuseManyFacts(database, source.siteId);
  // By itself Prisma would say when, by this process's clock.
  const data = { ...source, aliveAt: await readClock(database) };
  const { id, epoch } = await database.knowledgeSource.create({ data, select: { id: true, epoch: true } });
  if (source.everyDays) await planNextImport(database, id);
  return { sourceId: id, epoch };
}

/**
 * Asks for a source to be imported again: a fact or file from new content, a site from its address.
 * @throws CodedError `source_unknown`; `import_in_progress` while one waits or runs; `imports_waiting`
 */
export async function requestImport(
  database: Queryable,
  {
    siteId,
    sourceId,
    content,
    name,
    format,
    kind = content ? 'file' : 'site',
    dueBy,
  }: {
    siteId: string;
    sourceId: string;
    content?: Uint8Array<ArrayBuffer>;
    name?: string;
    format?: string;
    kind?: KnowledgeSourceKind;
    /** Nobody has pressed for it: only if it was to be imported by itself by then. */
    dueBy?: Date;
  },
): Promise<ImportJob> {
  await refuseManyWaiting(database, { siteId, kind, content, sourceId });
  const aliveAt = await readClock(database);
  const [requested] = await database.knowledgeSource.updateManyAndReturn({
    where: {
      ...{ id: sourceId, siteId },
      state: { notIn: ['queued', 'running'] },
      // Others are imported from new content: a file's went when its import ended.
      kind: content ? { not: 'site' } : 'site',
      ...(dueBy && { nextImportAt: { lte: dueBy } }),
    },
    data: {
      ...{ state: 'queued', epoch: { increment: 1 }, aliveAt, done: 0, known: 0, claimId: null },
      ...{ attempts: 0, errorCode: null, errorMessage: null, scheduled: dueBy !== undefined },
      ...(content === undefined ? {} : { content }),
      ...(name === undefined ? {} : { name }),
      ...(format === undefined ? {} : { format }),
    },
    select: { epoch: true },
  });
  if (requested) {
    if (kind === 'site') await planNextImport(database, sourceId);
    return { sourceId, epoch: requested.epoch };
  }
  const source = await database.knowledgeSource.findUnique({
    where: { id: sourceId, siteId },
    select: { state: true },
  });
  if (!source) throw new CodedError('source_unknown');
  throw new CodedError(isUnderWay(source) ? 'import_in_progress' : 'bad_request');
}

const isUnderWay = ({ state }: { state: string }) => state === 'queued' || state === 'running';

/**
 * Ends an import that waits or runs: its next write is refused. What it stored so far stays. A fact's is over in moments, and
 * a fact that is stopped would be known to nobody: that one is deleted, or goes on.
 */
export async function cancelImport(
  database: Queryable,
  { siteId, sourceId }: { siteId: string; sourceId: string },
): Promise<boolean> {
  const { count } = await database.knowledgeSource.updateMany({
    where: { id: sourceId, siteId, kind: { not: 'fact' }, state: { in: ['queued', 'running'] } },
    data: { state: 'cancelled', claimId: null, content: null },
  });
  // Not at once, where it has waited until it is due again.
  if (count > 0) await planNextImport(database, sourceId);
  return count > 0;
}

/**
 * Removes a source with all its documents and passages. An import that runs meanwhile finds nothing to write to.
 * @throws CodedError `source_unknown`
 */
export async function deleteSource(
  transaction: Prisma.TransactionClient,
  { siteId, sourceId }: { siteId: string; sourceId: string },
): Promise<void> {
  // An import that stores a document holds this row.
  await transaction.$queryRaw`
    SELECT id FROM knowledge_source WHERE id = ${sourceId}::uuid AND site_id = ${siteId}::uuid FOR UPDATE`;
  const isOfSource = Prisma.sql`document_id IN (
    SELECT id FROM knowledge_document WHERE source_id = ${sourceId}::uuid AND site_id = ${siteId}::uuid)`;
  await deletePassages(transaction, siteId, isOfSource);
  const { count } = await transaction.knowledgeSource.deleteMany({ where: { id: sourceId, siteId } });
  if (count === 0) throw new CodedError('source_unknown');
  await raiseKnowledgeVersion(transaction, siteId);
}

/** An import in the hands of one process. All that it writes names the claim, and is refused when it is another's by then. */
export interface ImportClaim {
  sourceId: string;
  claimId: string;
}

/** How often an import may be claimed: one that ends worker after worker must not do so for ever. */
export const maxImportClaims = 3;

/** What is to be imported. */
export interface ClaimedImport extends ImportClaim {
  siteId: string;
  epoch: number;
  kind: KnowledgeSourceKind;
  name: string;
  format: string | null;
  address: string | null;
  content: Uint8Array | null;
  /** By itself, not because somebody pressed for it. */
  scheduled: boolean;
  /** Of how many of its documents something was known, at the most, since a person last had it imported; null: nobody has counted. */
  peakDocuments: number | null;
}

/**
 * Takes an import. One that runs is left alone while it says that it is alive. One that is silent is taken over, and its writes are
 * refused from now on.
 * @returns null when there is nothing to do: it runs, is deleted, cancelled, finished, was asked for again, or was claimed
 *   {@link maxImportClaims} times
 */
export async function claimImport(database: Queryable, { sourceId, epoch }: ImportJob): Promise<ClaimedImport | null> {
  const claimId = randomUUID();
  const now = await readClock(database);
  const { count } = await database.knowledgeSource.updateMany({
    where: {
      ...{ id: sourceId, epoch, attempts: { lt: maxImportClaims } },
      OR: [{ state: 'queued' }, { state: 'running', aliveAt: { lt: new Date(now.getTime() - importSilenceMs / 2) } }],
    },
    data: { state: 'running', claimId, attempts: { increment: 1 }, aliveAt: now, done: 0 },
  });
  if (count === 0) return null;
  const claimed = await database.knowledgeSource.findFirst({ where: { id: sourceId, claimId } });
  if (!claimed) return null;
  const { siteId, kind, name, format, address, content, scheduled, peakDocuments } = claimed;
  // Other sites come first from now on.
  await database.$executeRaw`
    INSERT INTO import_turn (site_id, lane, served_at) VALUES (${siteId}::uuid, ${importLaneOf(kind)}, clock_timestamp())
    ON CONFLICT (site_id, lane) DO UPDATE SET served_at = excluded.served_at`;
  return { sourceId, claimId, siteId, epoch, kind, name, format, address, content, scheduled, peakDocuments };
}

/**
 * Says how far an import is, and that it is alive; to be called at least once in {@link importSilenceMs} / 2.
 * @returns false when it was cancelled, deleted or taken over
 */
export async function recordImportProgress(
  database: Queryable,
  { sourceId, claimId }: ImportClaim,
  progress: { done?: number; known?: number } = {},
): Promise<boolean> {
  const { count } = await database.knowledgeSource.updateMany({
    where: { id: sourceId, claimId, state: 'running' },
    data: { ...progress, aliveAt: await readClock(database) },
  });
  return count > 0;
}

/** Ends an import, well or with the error of the whole. @returns false when it was another's by then */
export const endImport = (
  database: Queryable,
  { sourceId, claimId, kind }: Pick<ClaimedImport, 'sourceId' | 'claimId' | 'kind'>,
  error: ImportError | null,
): Promise<boolean> => endWhere(database, { id: sourceId, claimId, state: 'running' }, { kind, error });

/** Why a whole import failed. */
export interface ImportError {
  code: string;
  message: string;
}

/** Ends the import of a source, if it is still as `where` says. */
export async function endWhere(
  database: Queryable,
  where: Prisma.KnowledgeSourceWhereInput & { id: string },
  { kind, error }: { kind: KnowledgeSourceKind; error: ImportError | null },
): Promise<boolean> {
  const { count } = await database.knowledgeSource.updateMany({
    where,
    data: {
      ...{ state: error ? 'failed' : 'done', claimId: null },
      // What was typed is edited as it was: passages know no line under a heading, and no list.
      ...(kind === 'fact' ? {} : { content: null }),
      ...{ errorCode: error?.code ?? null, errorMessage: error?.message ?? null },
      ...(error ? { failures: { increment: 1 } } : { failures: 0, importedAt: new Date() }),
    },
  });
  if (count > 0 && kind === 'site') await planNextImport(database, where.id);
  return count > 0;
}

/** Gives an import back that this process can't finish: the next look for lost ones finds it, and it counts as never claimed. */
export async function releaseImport(database: Queryable, { sourceId, claimId }: ImportClaim): Promise<void> {
  await database.knowledgeSource.updateMany({
    where: { id: sourceId, claimId, state: 'running' },
    data: { state: 'queued', claimId: null, attempts: { decrement: 1 }, aliveAt: new Date(0) },
  });
}

/** An import that says nothing for so long is lost. */
export const importSilenceMs = 120_000;

/** The passages of a site have changed: no answer that is kept was made from what it knows now. Of a site that is gone nothing has. */
export async function raiseKnowledgeVersion(transaction: Queryable, siteId: string): Promise<void> {
  await transaction.site.updateMany({ where: { id: siteId }, data: { knowledgeVersion: { increment: 1 } } });
  await transaction.cachedAnswer.deleteMany({ where: { siteId } });
}

/** For thousands of rows, on a machine that does other things. */
export const longTransaction = { maxWait: 30_000, timeout: 120_000 };
/** Of imports, which have one connection together: each waits until the others have written. */
export const importTransaction = { ...longTransaction, maxWait: 300_000 };
