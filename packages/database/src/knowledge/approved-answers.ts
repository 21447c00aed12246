import {
  type ApprovedAnswersPage,
  approvedAnswerLimits,
  CodedError,
  errors,
  type ImportJob,
} from '@frontdesk/protocol';
import type { ApprovedAnswer, Prisma } from '../../generated/client.ts';
import { advisoryLocks } from '../connection/advisory-locks.ts';
import type { Database, Queryable } from '../connection/client.ts';
import { likeText } from '../connection/like-pattern.ts';
import { type Actor, recordChange } from '../team/audit.ts';
import { mergeTexts } from '../team/merge-texts.ts';
import { createFactSource, retryFact } from './facts.ts';
import { deleteSource, longTransaction } from './knowledge-sources.ts';
import { createRegressionCases } from './regression-cases.ts';
import { closeWording } from './unanswered-questions.ts';

/** An answer as somebody writes it. */
export interface WrittenAnswer {
  siteId: string;
  question: string;
  /** Of the question, as it is looked up. */
  normalForm: string;
  answer: string;
}

/** Is said from now on; the job that is due, unless it is as it was, makes it known to other wordings of the question, too. */
export interface SavedAnswer {
  answerId: string;
  job: ImportJob | null;
}

/** A site's approved answers, the newest first; those whose question or answer has `search` in it. */
export async function listApprovedAnswers(
  database: Queryable,
  { siteId, search = '', before }: { siteId: string; search?: string | undefined; before?: string | undefined },
): Promise<ApprovedAnswersPage> {
  const limit = approvedAnswerLimits.perPage;
  // The client's `contains` leaves the wildcards of the database in what was typed.
  const contains = { contains: likeText(search), mode: 'insensitive' as const };
  const rows = await database.approvedAnswer.findMany({
    where: {
      siteId,
      ...(before === undefined ? {} : { id: { lt: before } }),
      ...(search === '' ? {} : { OR: [{ question: contains }, { answer: contains }] }),
    },
    orderBy: { id: 'desc' },
    take: limit + 1,
  });
  const answers = rows.slice(0, limit).map(({ id, question, answer, author, updatedAt }) => ({
    ...{ id, question, answer, author, updatedAt: updatedAt.toISOString() },
  }));
  return { answers, more: rows.length > limit };
}

/**
 * Approves an answer: whoever asks the question is told it. It is a fact as well, by which other wordings find it, a regression
 * case, and closes the question where it was open.
 * @param replace where there is one to the same question, it is replaced
 * @param undo one that was deleted lately comes back as whose it was
 * @throws CodedError `question_taken`
 */
export function approveAnswer(
  database: Database,
  actor: Actor,
  {
    replace = false,
    undo = false,
    ...written
  }: WrittenAnswer & { replace?: boolean | undefined; undo?: boolean | undefined },
): Promise<SavedAnswer> {
  return database.$transaction(async (transaction) => {
    const { siteId, question, normalForm, answer } = written;
    const there = await findByQuestion(transaction, written);
    if (there && !replace) throw questionTaken(there);
    if (there) return rewrite(transaction, actor, there, written);
    const job = await createFactSource(transaction, { siteId, title: question, text: answer });
    const { sourceId } = job;
    await createRegressionCases(transaction, { siteId, sourceId, questions: [question] });
    await closeWording(transaction, { siteId, question, sourceId });
    const former = undo ? await findDeleted(transaction, written) : null;
    const { id } = await transaction.approvedAnswer.create({
      data: { siteId, question, normalForm, answer, sourceId, author: actor.email, ...former },
    });
    await recordChange(transaction, actor, {
      ...{ siteId, action: 'answer.approved', target: question, after: { answer } },
    });
    return { answerId: id, job };
  }, longTransaction);
}

/**
 * @param change.loaded what it was when it was opened; left out, whatever others have made of it since is written over
 * @throws CodedError `not_found`; `changed_meanwhile`; `question_taken` where the new question is another one's
 */
export function editApprovedAnswer(
  database: Database,
  actor: Actor,
  {
    siteId,
    answerId,
    normalForm,
    loaded,
    ...values
  }: WrittenAnswer & { answerId: string; loaded?: Record<string, unknown> | undefined },
): Promise<SavedAnswer> {
  return database.$transaction(async (transaction) => {
    await lockAnswers(transaction, siteId);
    const before = await findOwn(transaction, { siteId, answerId });
    const { question, answer } = before;
    const merged = mergeTexts({ question, answer }, { values, before: loaded });
    const written = {
      ...{ siteId, ...merged },
      normalForm: merged.question === values.question ? normalForm : before.normalForm,
    };
    const taken = await findByQuestion(transaction, written);
    if (taken && taken.id !== answerId) throw questionTaken(taken);
    return rewrite(transaction, actor, before, written);
  }, longTransaction);
}

/** It is said no more, and the fact that it was is gone with it. @throws CodedError `not_found` */
export async function deleteApprovedAnswer(
  database: Database,
  actor: Actor,
  { siteId, answerId }: { siteId: string; answerId: string },
): Promise<void> {
  await database.$transaction(async (transaction) => {
    await lockAnswers(transaction, siteId);
    const { question, sourceId, ...rest } = await findOwn(transaction, { siteId, answerId });
    await deleteSource(transaction, { siteId, sourceId });
    const before: Deleted = { answer: rest.answer, author: rest.author, updatedAt: rest.updatedAt.toISOString() };
    await recordChange(transaction, actor, { siteId, action: 'answer.deleted', target: question, before });
  }, longTransaction);
}

/** What the log of changes says of one that was deleted: who undoes it can not say whose it was. */
type Deleted = { answer: string; author: string; updatedAt: string };
const undoneWithinMs = 3_600_000;

async function findDeleted(
  transaction: Prisma.TransactionClient,
  { siteId, question, answer }: WrittenAnswer,
): Promise<Pick<ApprovedAnswer, 'author' | 'updatedAt'> | null> {
  const lately = { gt: new Date(Date.now() - undoneWithinMs) };
  const entry = await transaction.auditEntry.findFirst({
    where: { siteId, action: 'answer.deleted', target: question, createdAt: lately },
    orderBy: { id: 'desc' },
  });
  const before = entry?.before as Partial<Deleted> | undefined;
  if (!before?.author || !before.updatedAt || before.answer !== answer) return null;
  return { author: before.author, updatedAt: new Date(before.updatedAt) };
}

/** A fact that is being imported can't be changed: another one takes its place, with the cases that it had. */
async function rewrite(
  transaction: Prisma.TransactionClient,
  actor: Actor,
  before: ApprovedAnswer,
  { siteId, question, normalForm, answer }: WrittenAnswer,
): Promise<SavedAnswer> {
  if (question === before.question && normalForm === before.normalForm && answer === before.answer) {
    const fact = { siteId, sourceId: before.sourceId, title: question, text: answer };
    return { answerId: before.id, job: await retryFact(transaction, fact) };
  }
  const job = await createFactSource(transaction, { siteId, title: question, text: answer });
  const { sourceId } = job;
  const former = { siteId, sourceId: before.sourceId };
  await transaction.regressionCase.updateMany({ where: former, data: { sourceId } });
  await transaction.unansweredQuestion.updateMany({
    where: { siteId, resolvedById: before.sourceId },
    data: { resolvedById: sourceId },
  });
  if (normalForm !== before.normalForm) {
    await createRegressionCases(transaction, { siteId, sourceId, questions: [question] });
    await closeWording(transaction, { siteId, question, sourceId });
  }
  await transaction.approvedAnswer.update({
    where: { id: before.id },
    data: { question, normalForm, answer, sourceId, author: actor.email, updatedAt: new Date() },
  });
  await deleteSource(transaction, former);
  const isAnother = question !== before.question;
  await recordChange(transaction, actor, {
    ...{ siteId, action: 'answer.edited', target: question },
    before: { ...(isAnother && { question: before.question }), answer: before.answer },
    after: { ...(isAnother && { question }), answer },
  });
  return { answerId: before.id, job };
}

/** Two who answer the same question at once: the second waits here, and finds the first one's answer. */
async function findByQuestion(
  transaction: Prisma.TransactionClient,
  { siteId, normalForm }: Pick<WrittenAnswer, 'siteId' | 'normalForm'>,
): Promise<ApprovedAnswer | null> {
  await lockAnswers(transaction, siteId);
  return transaction.approvedAnswer.findUnique({ where: { siteId_normalForm: { siteId, normalForm } } });
}

/** Whoever is about to replace an answer is to have read it. */
const questionTaken = ({ answer }: ApprovedAnswer): CodedError =>
  new CodedError('question_taken', {
    message: `${errors.question_taken.sentence.replace(/\.$/, '')}: “${answer}”`,
  });

/**
 * One change at a time of a site's answers. Not by the site's row: an import that ends locks its source and then the site, to raise
 * the version of what it knows; who does it the other way round waits for it as it waits for them.
 */
const lockAnswers = (transaction: Prisma.TransactionClient, siteId: string) =>
  transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${siteId}, ${advisoryLocks.approvedAnswers}))`;

async function findOwn(
  transaction: Prisma.TransactionClient,
  { siteId, answerId }: { siteId: string; answerId: string },
): Promise<ApprovedAnswer> {
  const found = await transaction.approvedAnswer.findUnique({ where: { id: answerId, siteId } });
  if (!found) throw new CodedError('not_found', { message: 'This answer does not exist any more.' });
  return found;
}
