import { CodedError, type EveryDays, type FactBody, type ImportJob, type NewFact } from '@frontdesk/protocol';
import type { Prisma } from '../../generated/client.ts';
import type { Database } from '../connection/client.ts';
import { type Actor, recordChange } from '../team/audit.ts';
import { mergeTexts } from '../team/merge-texts.ts';
import { createFact, editFact, readFactWithCases, retryFact } from './facts.ts';
import { planNextImport } from './import-schedule.ts';
import { deleteDocument } from './knowledge-documents.ts';
import {
  cancelImport,
  createKnowledgeSource,
  deleteSource,
  longTransaction,
  type NewKnowledgeSource,
  requestImport,
} from './knowledge-sources.ts';
import { reopenQuestions, resolveUnanswered } from './unanswered-questions.ts';

// What people do with a site's knowledge: each change with its entry in the log of changes, in one transaction.

interface SourceAddress {
  siteId: string;
  sourceId: string;
}

/** @throws CodedError what `createFact` throws */
export function addFact(database: Database, actor: Actor, fact: NewFact & { siteId: string }): Promise<ImportJob> {
  return database.$transaction(async (transaction) => {
    const { siteId, title, text } = fact;
    const job = await createFact(transaction, fact);
    await recordChange(transaction, actor, {
      ...{ siteId, action: 'knowledge.fact-added', target: nameOfFact(fact), after: { title, text } },
    });
    return job;
  }, longTransaction);
}

/**
 * @param change.loaded what it was when it was opened; left out, whatever others have made of it since is written over
 * @returns null where it is as it was
 * @throws CodedError what `editFact` throws; `changed_meanwhile`
 */
export function changeFact(
  database: Database,
  actor: Actor,
  { siteId, sourceId, loaded, ...values }: FactBody & SourceAddress & { loaded?: Record<string, unknown> | undefined },
): Promise<ImportJob | null> {
  return database.$transaction(async (transaction) => {
    const address = { siteId, sourceId };
    await refuseApproved(transaction, address);
    // Of two at once, the second sees the first.
    await transaction.$queryRaw`
      SELECT id FROM knowledge_source WHERE id = ${sourceId}::uuid AND site_id = ${siteId}::uuid FOR UPDATE`;
    const { cases: _, ...before } = await readFactWithCases(transaction, address);
    const fact = mergeTexts(before, { values, before: loaded });
    if (fact.title === before.title && fact.text === before.text)
      return retryFact(transaction, { ...address, ...before });
    const job = await editFact(transaction, { ...address, ...fact });
    await recordChange(transaction, actor, {
      ...{ siteId, action: 'knowledge.fact-edited', target: nameOfFact(fact) },
      ...{ before: { ...before }, after: { ...fact } },
    });
    return job;
  }, longTransaction);
}

/** A file or a web site that is new. */
export function addSource(
  database: Database,
  actor: Actor,
  source: NewKnowledgeSource & { kind: 'file' | 'site' },
): Promise<ImportJob> {
  return database.$transaction(async (transaction) => {
    const { siteId, kind, name, address, everyDays } = source;
    const job = await createKnowledgeSource(transaction, source);
    await recordChange(transaction, actor, {
      ...{ siteId, action: `knowledge.${kind}-added`, target: address ?? name },
      after: everyDays ? { everyDays } : undefined,
    });
    return job;
  }, longTransaction);
}

/** A file by another one, or a web site by what it is now. @throws CodedError what `requestImport` throws */
export function importAgain(
  database: Database,
  actor: Actor,
  request: SourceAddress & { content?: Uint8Array<ArrayBuffer>; name?: string; format?: string },
): Promise<ImportJob> {
  return database.$transaction(async (transaction) => {
    const { siteId, sourceId, name } = request;
    const source = await findSource(transaction, { siteId, sourceId });
    // A fact is edited as one, an approved answer by its own page.
    if (source.kind === 'fact') throw new CodedError('bad_request');
    const job = await requestImport(transaction, request);
    const renamed = name !== undefined && name !== source.name;
    await recordChange(transaction, actor, {
      ...{ siteId, action: source.kind === 'site' ? 'knowledge.site-imported' : 'knowledge.file-replaced' },
      target: source.address ?? source.name,
      after: renamed ? { name } : undefined,
    });
    return job;
  }, longTransaction);
}

/**
 * Says how often a web site is imported by itself: from its last import on, or from the next night where that is over.
 * @throws CodedError `source_unknown`
 */
export async function changeImportSchedule(
  database: Database,
  actor: Actor,
  { siteId, sourceId, everyDays }: SourceAddress & { everyDays: EveryDays },
): Promise<void> {
  await database.$transaction(async (transaction) => {
    const { kind, ...source } = await findSource(transaction, { siteId, sourceId });
    if (kind !== 'site') throw new CodedError('bad_request');
    if (source.everyDays === everyDays) return;
    await transaction.knowledgeSource.updateMany({
      where: { id: sourceId, siteId },
      data: { everyDays, nextImportAt: null },
    });
    await planNextImport(transaction, sourceId, source.importedAt ?? source.createdAt);
    await recordChange(transaction, actor, {
      ...{ siteId, action: 'knowledge.site-scheduled', target: source.address ?? source.name },
      ...{ before: { everyDays: source.everyDays }, after: { everyDays } },
    });
  }, longTransaction);
}

/** @returns false where none waits or runs that can be stopped. @throws CodedError `source_unknown` */
export function stopImport(database: Database, actor: Actor, address: SourceAddress): Promise<boolean> {
  return database.$transaction(async (transaction) => {
    const { name, address: page } = await findSource(transaction, address);
    if (!(await cancelImport(transaction, address))) return false;
    await recordChange(transaction, actor, {
      ...{ siteId: address.siteId, action: 'knowledge.import-stopped', target: page ?? name },
    });
    return true;
  }, longTransaction);
}

/** What a fact was, so that its deletion can be undone. */
export type DeletedFact = FactBody & { cases: string[] };

/**
 * Removes a source with all that was read of it.
 * @returns of a fact, all that it takes to write it again; null for others
 * @throws CodedError `source_unknown`
 */
export function removeSource(database: Database, actor: Actor, address: SourceAddress): Promise<DeletedFact | null> {
  return database.$transaction(async (transaction) => {
    const { siteId } = address;
    await refuseApproved(transaction, address);
    const source = await findSource(transaction, address);
    const fact = source.kind === 'fact' ? await readFactWithCases(transaction, address) : null;
    const passages = await transaction.passage.count({ where: { siteId, document: { sourceId: address.sourceId } } });
    await deleteSource(transaction, address);
    await recordChange(transaction, actor, {
      ...{ siteId, action: `knowledge.${source.kind}-deleted` },
      target: fact ? nameOfFact(fact) : (source.address ?? source.name),
      before: fact ? { title: fact.title, text: fact.text } : { passages },
    });
    return fact;
  }, longTransaction);
}

/** Removes a page of a web site. @throws CodedError `document_unknown` */
export async function removeDocument(
  database: Database,
  actor: Actor,
  { siteId, documentId }: { siteId: string; documentId: string },
): Promise<void> {
  await database.$transaction(async (transaction) => {
    const document = await transaction.knowledgeDocument.findUnique({
      where: { id: documentId, siteId },
      select: { address: true, title: true, source: { select: { approvedAnswer: { select: { id: true } } } } },
    });
    if (!document) throw new CodedError('document_unknown');
    if (document.source.approvedAnswer) throw isApproved();
    await deleteDocument(transaction, { siteId, documentId });
    await recordChange(transaction, actor, {
      ...{ siteId, action: 'knowledge.document-deleted', target: document.address },
      before: { title: document.title },
    });
  }, longTransaction);
}

/** Puts unanswered questions aside: no fact is written for them. */
export async function putAside(
  database: Database,
  actor: Actor,
  { siteId, ids }: { siteId: string; ids: readonly string[] },
): Promise<void> {
  await database.$transaction(async (transaction) => {
    const { length } = await resolveUnanswered(transaction, { siteId, ids, sourceId: null });
    if (length > 0)
      await recordChange(transaction, actor, {
        siteId,
        action: 'knowledge.questions-put-aside',
        ...counted(length, ids),
      });
  }, longTransaction);
}

/** Undoes it. */
export async function takeBack(
  database: Database,
  actor: Actor,
  { siteId, ids }: { siteId: string; ids: readonly string[] },
): Promise<void> {
  await database.$transaction(async (transaction) => {
    const { length } = await reopenQuestions(transaction, { siteId, ids });
    if (length > 0)
      await recordChange(transaction, actor, {
        siteId,
        action: 'knowledge.questions-taken-back',
        ...counted(length, ids),
      });
  }, longTransaction);
}

/** Not in the words of customers: those are deleted with them, and the log never is. */
const counted = (count: number, ids: readonly string[]) => ({
  target: count === 1 ? '1 question' : `${count} questions`,
  after: { ids: [...ids] },
});

const nameOfFact = ({ title, text }: FactBody): string => title || text.slice(0, 80);

async function findSource(transaction: Prisma.TransactionClient, { siteId, sourceId }: SourceAddress) {
  const source = await transaction.knowledgeSource.findUnique({
    where: { id: sourceId, siteId },
    select: { kind: true, name: true, address: true, everyDays: true, importedAt: true, createdAt: true },
  });
  if (!source) throw new CodedError('source_unknown');
  return source;
}

/** The fact that an approved answer is as well goes its way with it. */
async function refuseApproved(
  transaction: Prisma.TransactionClient,
  { siteId, sourceId }: SourceAddress,
): Promise<void> {
  const approved = await transaction.approvedAnswer.findUnique({ where: { sourceId, siteId }, select: { id: true } });
  if (approved) throw isApproved();
}

const isApproved = () =>
  new CodedError('bad_request', { message: 'This is an approved answer: edit or delete it under Approved.' });
