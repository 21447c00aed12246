import { knowledgeLimits } from '@frontdesk/protocol';
import type { Prisma } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';
import { timeOrderedId } from '../connection/time-ordered-id.ts';
import { normalForm } from './question-groups.ts';
import { type StoredVector, vectorBytes, vectorsOf } from './stored-vectors.ts';

/** A question that was handed over to a person because nothing known answers it. */
export interface NewUnansweredQuestion {
  siteId: string;
  conversationId: string;
  generationId: string;
  question: string;
  /** The question's vector, where it was looked up, and the hash of the model that made it. */
  embedding: { vector: StoredVector; hash: string } | null;
}

/**
 * Remembers a question for the list of unanswered ones; to be called in the transaction that ends its answer. Once for
 * a generation, and never for a conversation of the sandbox: nobody is helped by what an agent tried.
 */
export async function recordUnanswered(
  transaction: Prisma.TransactionClient,
  { siteId, conversationId, generationId, question, embedding }: NewUnansweredQuestion,
): Promise<void> {
  await transaction.$executeRaw`
    INSERT INTO unanswered_question
      (id, site_id, conversation_id, generation_id, question, normal_form, vector, embedding_hash)
    SELECT ${timeOrderedId()}::uuid, site_id, id, ${generationId}::uuid, ${question}, ${normalForm(question)},
      ${embedding ? vectorBytes([embedding.vector]) : null}::bytea, ${embedding?.hash ?? null}
      FROM conversation
     WHERE id = ${conversationId}::uuid AND site_id = ${siteId}::uuid AND NOT sandbox
    ON CONFLICT (generation_id) DO NOTHING`;
}

/** A wording of a question that is still open: all rows of one normal form. */
export interface OpenQuestion {
  /** Of its newest row, which the other fields are of too. */
  id: string;
  question: string;
  normalForm: string;
  conversationId: string;
  askedAt: Date;
  /** How often it was asked. */
  count: number;
  vector: StoredVector | null;
  embeddingHash: string | null;
}

/** The wordings that were asked most often, of equals the newest first; at most so many. */
export async function listOpenQuestions(
  database: Queryable,
  siteId: string,
  most: number = knowledgeLimits.unansweredWordings,
): Promise<OpenQuestion[]> {
  const rows = await database.$queryRaw<(Omit<OpenQuestion, 'vector'> & { vector: Uint8Array | null })[]>`
    SELECT * FROM (
      SELECT DISTINCT ON (normal_form) id, question, normal_form AS "normalForm", conversation_id AS "conversationId",
        created_at AS "askedAt", (count(*) OVER (PARTITION BY normal_form))::int AS count, vector,
        embedding_hash AS "embeddingHash"
        FROM unanswered_question
       WHERE site_id = ${siteId}::uuid AND resolved_at IS NULL
       ORDER BY normal_form, created_at DESC, id DESC) wording
    ORDER BY count DESC, "askedAt" DESC, id DESC
    LIMIT ${most}`;
  return rows.map((row) => ({ ...row, vector: row.vector && (vectorsOf(row.vector, 1)[0] ?? null) }));
}

/**
 * Closes open questions, and all of the same wording: a fact answers them now, or they are put aside.
 * @param ids of any of their rows
 * @returns the wordings that were closed
 */
export async function resolveUnanswered(
  transaction: Queryable,
  { siteId, ids, sourceId }: { siteId: string; ids: readonly string[]; sourceId: string | null },
): Promise<string[]> {
  const named = await transaction.unansweredQuestion.findMany({
    where: { siteId, id: { in: [...ids] }, resolvedAt: null },
    orderBy: { createdAt: 'desc' },
    select: { question: true, normalForm: true },
  });
  await transaction.unansweredQuestion.updateMany({
    where: { siteId, resolvedAt: null, normalForm: { in: named.map((row) => row.normalForm) } },
    data: { resolvedAt: new Date(), resolvedById: sourceId },
  });
  const wordings = new Map(named.map((row) => [row.normalForm, row.question]));
  return [...wordings.values()];
}

/** Closes a wording, if it is open: what answers it was written without having come from the list. */
export async function closeWording(
  transaction: Queryable,
  { siteId, question, sourceId }: { siteId: string; question: string; sourceId: string },
): Promise<void> {
  await transaction.unansweredQuestion.updateMany({
    where: { siteId, resolvedAt: null, OR: [{ normalForm: normalForm(question) }, { question }] },
    data: { resolvedAt: new Date(), resolvedById: sourceId },
  });
}

/** Opens questions that were put aside again, and all of the same wording. @returns the wordings */
export async function reopenQuestions(
  transaction: Queryable,
  { siteId, ids }: { siteId: string; ids: readonly string[] },
): Promise<string[]> {
  const aside = { siteId, resolvedAt: { not: null }, resolvedById: null };
  const named = await transaction.unansweredQuestion.findMany({
    where: { ...aside, id: { in: [...ids] } },
    select: { question: true, normalForm: true },
  });
  await transaction.unansweredQuestion.updateMany({
    where: { ...aside, normalForm: { in: named.map((row) => row.normalForm) } },
    data: { resolvedAt: null },
  });
  return [...new Map(named.map((row) => [row.normalForm, row.question])).values()];
}
