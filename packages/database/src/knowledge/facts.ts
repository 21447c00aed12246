import { CodedError, type FactBody, type ImportJob, type NewFact } from '@frontdesk/protocol';
import type { Queryable } from '../connection/client.ts';
import { readFact } from './knowledge-overview.ts';
import { createKnowledgeSource, requestImport } from './knowledge-sources.ts';
import { createRegressionCases } from './regression-cases.ts';
import { resolveUnanswered } from './unanswered-questions.ts';

/**
 * Stores a fact as it was typed; the job that is returned imports it. The open questions that it answers are closed, and each
 * of their wordings becomes a regression case; to be called in a transaction.
 * @throws CodedError `changed_meanwhile` where it is to answer open questions, and none of them is open any more
 */
export async function createFact(
  transaction: Queryable,
  { siteId, title, text, resolves = [], cases = [] }: NewFact & { siteId: string },
): Promise<ImportJob> {
  const job = await createFactSource(transaction, { siteId, title, text });
  const { sourceId } = job;
  const resolved = resolves.length > 0 ? await answerOpen(transaction, { siteId, ids: resolves, sourceId }) : [];
  const questions = [...new Set([...resolved, ...cases])];
  if (questions.length > 0) await createRegressionCases(transaction, { siteId, sourceId, questions });
  return job;
}

/** @returns the wordings that this fact has closed: of two at once, both have read that they were open */
async function answerOpen(
  transaction: Queryable,
  fact: { siteId: string; ids: readonly string[]; sourceId: string },
): Promise<string[]> {
  await resolveUnanswered(transaction, fact);
  const closed = await transaction.unansweredQuestion.findMany({
    where: { siteId: fact.siteId, resolvedById: fact.sourceId },
    orderBy: { createdAt: 'desc' },
    select: { question: true, normalForm: true },
    distinct: ['normalForm'],
  });
  if (closed.length > 0) return closed.map(({ question }) => question);
  const message = 'This was answered or put aside meanwhile: look under Knowledge.';
  throw new CodedError('changed_meanwhile', { message });
}

/** Stores a fact alone. */
export const createFactSource = (
  transaction: Queryable,
  { siteId, title, text }: FactBody & { siteId: string },
): Promise<ImportJob> =>
  createKnowledgeSource(transaction, {
    ...{ siteId, kind: 'fact', name: title, format: 'text' },
    content: bytesOf(text),
  });

/**
 * Replaces a fact's text; it is imported again.
 * @throws CodedError `source_unknown`; `import_in_progress` while it is imported
 */
export async function editFact(
  transaction: Queryable,
  { siteId, sourceId, title, text }: FactBody & { siteId: string; sourceId: string },
): Promise<ImportJob> {
  const fact = await transaction.knowledgeSource.findUnique({ where: { id: sourceId, siteId, kind: 'fact' } });
  if (!fact) throw new CodedError('source_unknown');
  return requestImport(transaction, { siteId, sourceId, kind: 'fact', name: title, content: bytesOf(text) });
}

/**
 * Of a fact that is saved as it was: imported again where that failed, and left as it is else.
 * @throws CodedError what `editFact` throws
 */
export async function retryFact(
  transaction: Queryable,
  fact: FactBody & { siteId: string; sourceId: string },
): Promise<ImportJob | null> {
  const { siteId, sourceId: id } = fact;
  const failed = await transaction.knowledgeSource.count({ where: { id, siteId, state: 'failed' } });
  return failed > 0 ? editFact(transaction, fact) : null;
}

/** A fact, and the questions that have to be answered by it: all that it takes to write it again. @throws CodedError `source_unknown` */
export async function readFactWithCases(
  transaction: Queryable,
  { siteId, sourceId }: { siteId: string; sourceId: string },
): Promise<FactBody & { cases: string[] }> {
  const fact = await readFact(transaction, { siteId, sourceId });
  const cases = await transaction.regressionCase.findMany({
    where: { siteId, sourceId },
    orderBy: { id: 'asc' },
    select: { question: true },
  });
  return { ...fact, cases: cases.map(({ question }) => question) };
}

const bytesOf = (text: string) => Uint8Array.from(new TextEncoder().encode(text));
