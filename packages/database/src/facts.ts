import { CodedError, type FactBody, type ImportJob, type NewFact } from '@frontdesk/protocol';
import type { Database, Queryable } from './client.ts';
import { createKnowledgeSource, requestImport } from './knowledge-sources.ts';
import { createRegressionCases } from './regression-cases.ts';
import { resolveUnanswered } from './unanswered-questions.ts';

/**
 * Stores a fact as it was typed; the job that is returned imports it. The open questions that it answers are closed, and each
 * of their wordings becomes a regression case, in the same transaction.
 */
export function createFact(
  database: Database,
  { siteId, title, text, resolves = [] }: NewFact & { siteId: string },
): Promise<ImportJob> {
  return database.$transaction(async (transaction) => {
    const job = await createFactSource(transaction, { siteId, title, text });
    const { sourceId } = job;
    if (resolves.length > 0) {
      const questions = await resolveUnanswered(transaction, { siteId, ids: resolves, sourceId });
      await createRegressionCases(transaction, { siteId, sourceId, questions });
    }
    return job;
  });
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
  database: Database,
  { siteId, sourceId, title, text }: FactBody & { siteId: string; sourceId: string },
): Promise<ImportJob> {
  const fact = await database.knowledgeSource.findUnique({ where: { id: sourceId, siteId, kind: 'fact' } });
  if (!fact) throw new CodedError('source_unknown');
  return requestImport(database, { siteId, sourceId, name: title, content: bytesOf(text) });
}

const bytesOf = (text: string) => Uint8Array.from(new TextEncoder().encode(text));
