import {
  type AnswerSource,
  CodedError,
  type ErrorCode,
  type HandOverReason,
  type Message,
  type UnfinishedAnswer,
} from '@frontdesk/protocol';
import type { Prisma } from '../../generated/client.ts';
import type { Database } from '../connection/client.ts';
import { assignToWhoIsThere } from '../conversations/assignments.ts';
import { appendEvents, type NewConversationEvent } from '../conversations/conversation-events.ts';
import { failedBefore, isFailure, waitForPerson } from '../conversations/hand-overs.ts';
import { forgetGonePassages } from '../knowledge/forget-passages.ts';
import { type NewUnansweredQuestion, recordUnanswered } from '../knowledge/unanswered-questions.ts';
import { answerFromCache, type KeptFor, keepAnswer, type WaitingGeneration } from './answer-cache.ts';
import type { NewChunk } from './generation-chunks.ts';
import { type Claim, fence } from './generations.ts';

/** A generation that has just ended, and the place of the last event that its end brought: its notice is due. */
export interface EndedGeneration {
  siteId: string;
  conversationId: string;
  generationId: string;
  seq: number;
}

/** What the worker measured; null where a stage was not reached or can't be said of the whole answer. */
export interface StageTimings {
  prefillMs: number | null;
  firstTokenMs: number | null;
  decodeMs: number | null;
  promptTokens: number | null;
  generatedTokens: number | null;
  /** Of the prompt: what the engine's prefix cache had, and the time that saved. */
  prefixTokens?: number | null;
  prefixSavedMs?: number | null;
}

interface EndOfClaim {
  /** What was told last: stored in the same transaction, so that no crash comes between. */
  lastChunk: NewChunk | null;
  timings: StageTimings;
  /** Of an answer that is held to what its site knows. */
  record?: AnswerRecord | undefined;
  /** Of the question, where it was looked up by this claim. */
  embedding?: NewUnansweredQuestion['embedding'];
  /** The question by which the answer is kept for others; left out or null, it is not. */
  keepFor?: KeptFor | null | undefined;
}

/** What an answer that is held to what its site knows said, and how it was decided on. */
export interface AnswerRecord {
  said: SaidReply | SaidQuote | SaidPhrase;
  /** Null where another worker decided, or there was nothing to decide. */
  confidence: number | null;
  /** The model's log-probabilities of how the answer begins; with the passages' scores, what it was decided on. */
  branches: Record<string, number> | null;
  /** The passages that it quotes, each once, in the order of the text. */
  sources: AnswerSource[];
  /** Why a person is wanted after it; null where none is. */
  handOver: HandOverReason | null;
  /** Whether not all that the site knows could be looked through: who is handed over then may have asked what it does answer. */
  isUnread?: boolean;
  /** Whether a guard kept the model's own words from saying what no source says, or from repeating themselves. */
  guarded: boolean;
}

/** A reply of the site's list. */
export interface SaidReply {
  kind: 'reply';
  replyId: string;
  replyKind: string;
  /** Whether a person is wanted after it. */
  handsOver: boolean;
}

/** The model's own words. */
export interface SaidPhrase {
  kind: 'phrase';
  /** Whether it ended in doubt; with the offer of a person, where there was room for it. */
  handsOver: boolean;
}

/** A lead-in, where one was needed, and sentences of passages. */
export interface SaidQuote {
  kind: 'quote';
  leadInId: string | null;
  quotes: { passageId: string; text: string }[];
  /** Whether they answer only some of what was asked, and a person is wanted for the rest. Left out where they answer it all. */
  handsOver?: boolean;
}

/**
 * Ends a generation with its answer: last words, final state, the message (the joined texts of all chunks, exactly) and
 * the event, in one transaction.
 * @returns null when the claim no longer held: nothing was changed
 */
export function finishGeneration(
  database: Database,
  claim: Claim,
  { finishReason, ...end }: EndOfClaim & { finishReason: 'stop' | 'length' },
): Promise<EndedGeneration | null> {
  return endClaim(database, claim, { state: 'done', finishReason }, end);
}

/**
 * Ends a generation that can't go on. What was shown is kept as a message.
 * @returns null when the claim no longer held: nothing was changed
 */
export function failGeneration(
  database: Database,
  claim: Claim,
  { errorCode, ...end }: EndOfClaim & { errorCode: ErrorCode },
): Promise<EndedGeneration | null> {
  return endClaim(database, claim, { state: 'failed', errorCode }, end);
}

/**
 * Ends a visitor's generation, waiting or running, as `cancelled`; what was shown is kept as a message. Whoever makes it can
 * write no more. Its notices are due: the event's, and one that stops its worker.
 * @returns null when it is not this visitor's, or has ended
 */
export function cancelGeneration(
  database: Database,
  { siteId, visitorId, generationId }: { siteId: string; visitorId: string; generationId: string },
): Promise<EndedGeneration | null> {
  const ending: Ending = { state: 'cancelled', errorCode: 'generation_cancelled' };
  return inEndingTransaction(database, async (transaction) => {
    const { count } = await transaction.generation.updateMany({
      where: { id: generationId, siteId, conversation: { visitorId }, state: { in: ['queued', 'running'] } },
      data: endedState(ending),
    });
    return count === 0 ? null : recordEnding(transaction, generationId, ending);
  });
}

/**
 * Ends a generation that waits, or that a worker has just claimed, with an answer of the cache.
 * @returns null when nothing was kept, or somebody else has it in hand
 */
export function answerWaitingFromCache(
  database: Database,
  waiting: WaitingGeneration & { conversationId: string },
): Promise<EndedGeneration | null> {
  return inEndingTransaction(database, async (transaction) => {
    const done = await answerFromCache(transaction, waiting);
    if (!done) return null;
    const { siteId, conversationId, generationId } = waiting;
    const [event] = await appendEvents(transaction, { siteId, conversationId }, [done]);
    return { siteId, conversationId, generationId, seq: event?.seq ?? 0 };
  });
}

export type Ending =
  | { state: 'done'; finishReason: string }
  | {
      state: 'failed' | 'cancelled' | 'expired';
      errorCode: ErrorCode;
      /** Of one that was cancelled, but not by its customer's wish. */
      because?: NonNullable<UnfinishedAnswer['because']>;
    };

function endClaim(database: Database, claim: Claim, ending: Ending, end: EndOfClaim) {
  const { lastChunk, timings, record } = end;
  return inEndingTransaction(database, async (transaction) => {
    const current = await transaction.generation.findFirst({
      where: fence(claim),
      select: { siteId: true, prefillMs: true, firstTokenMs: true },
    });
    if (!current) return null;
    const { count } = await transaction.generation.updateMany({
      where: fence(claim),
      data: {
        // What the first claim measured stays.
        prefillMs: current.prefillMs ?? timings.prefillMs,
        firstTokenMs: current.firstTokenMs ?? timings.firstTokenMs,
        promptTokens: timings.promptTokens,
        generatedTokens: timings.generatedTokens,
        decodeMs: timings.decodeMs,
        prefixTokens: timings.prefixTokens ?? null,
        prefixSavedMs: timings.prefixSavedMs ?? null,
        ...(record
          ? {
              said: { ...record.said, branches: record.branches },
              confidence: record.confidence,
              guarded: record.guarded,
            }
          : {}),
        ...endedState(ending),
      },
    });
    if (count === 0) return null;
    if (lastChunk) {
      await transaction.generationChunk.create({
        data: { ...lastChunk, siteId: current.siteId, tokenIds: [...lastChunk.tokenIds] },
      });
    }
    const ended = await recordEnding(transaction, claim.generationId, ending, end);
    if (end.keepFor != null) await keepAnswer(transaction, { generationId: claim.generationId, ...end.keepFor });
    return ended;
  });
}

/** Runs `work` with enough patience for a machine that is busy making answers. */
export function inEndingTransaction<Result>(
  database: Database,
  work: (transaction: Prisma.TransactionClient) => Promise<Result>,
): Promise<Result> {
  return database.$transaction(work, { maxWait: 10_000, timeout: 10_000 });
}

/** The columns that every ending sets, but for its time: see {@link recordEnding}. */
export function endedState(ending: Ending): Prisma.GenerationUpdateManyMutationInput {
  return {
    state: ending.state,
    leaseUntil: null,
    ...(ending.state === 'done'
      ? { finishReason: ending.finishReason }
      : { errorCode: ending.errorCode, finishReason: ending.because ?? null }),
  };
}

/**
 * Writes what follows from an ending, after the state itself was changed under its condition: its time, the message, the
 * events, and whether a person is wanted.
 */
export async function recordEnding(
  transaction: Prisma.TransactionClient,
  generationId: string,
  ending: Ending,
  { record, embedding = null, lastChunk = null }: Partial<EndOfClaim> = {},
): Promise<EndedGeneration> {
  // Whose it is may change until the conversation is locked: its site says at this moment who the visitor is.
  const [ended] = await transaction.$queryRaw<{ at: Date; visitorId: string }[]>`
    WITH ended AS (
      UPDATE generation
         SET finished_at = statement_timestamp(),
             -- Said, it stands with what the answer was made from; unsaid, nobody needs it any more.
             order_answer = NULL,
             first_text_at = CASE WHEN ${Boolean(lastChunk?.text)} THEN coalesce(first_text_at, statement_timestamp())
               ELSE first_text_at END,
             queue_ms = CASE WHEN started_at IS NOT NULL
               THEN greatest(0, extract(epoch FROM started_at - received_at) * 1000 - coalesce(gateway_ms, 0)) END
       WHERE id = ${generationId}::uuid
      RETURNING finished_at, conversation_id
    )
    SELECT ended.finished_at AS at, conversation.visitor_id AS "visitorId"
      FROM ended JOIN conversation ON conversation.id = ended.conversation_id
       FOR NO KEY UPDATE OF conversation`;
  if (!ended) throw new Error(`generation ${generationId} is not there`);
  const { siteId, conversationId, question, chunks } = await transaction.generation.findUniqueOrThrow({
    where: { id: generationId },
    select: {
      siteId: true,
      conversationId: true,
      question: { select: { text: true } },
      chunks: { orderBy: { firstToken: 'asc' }, select: { text: true } },
    },
  });
  const text = chunks.map((chunk) => chunk.text).join('');
  const address = { siteId, conversationId };
  // Prisma would take this process's time.
  const row = { ...address, visitorId: ended.visitorId, generationId, text, createdAt: ended.at };
  const message = text.trim() === '' ? null : await createAnswer(transaction, row, record?.sources ?? []);
  const isSecondFailure =
    isFailure(ending.state, record?.said ?? null) && (await failedBefore(transaction, address, generationId));
  const reason = record?.handOver ?? (isSecondFailure ? 'failed-again' : null);
  await forgetGonePassages(transaction, { siteId, generationId });
  const handedOver = reason && (await waitForPerson(transaction, address, { generationId, reason }));
  const events = [endingEvent(generationId, ending, message), ...(handedOver ? [handedOver] : [])];
  const last = (await appendEvents(transaction, address, events)).at(-1);
  if (!last) throw new Error('no event was appended');
  const assigned = handedOver && (await assignToWhoIsThere(transaction, address));
  // Files without a word, and an order, ask nothing that a fact could answer.
  if (reason === 'not-known' && !record?.isUnread && !isOfOrder(record?.said ?? null) && question.text !== '') {
    await recordUnanswered(transaction, { ...address, generationId, question: question.text, embedding });
  }
  return { ...address, generationId, seq: (assigned ?? last).seq };
}

const isOfOrder = (said: AnswerRecord['said'] | null) => said?.kind === 'reply' && said.replyId.startsWith('order-');

async function createAnswer(
  transaction: Prisma.TransactionClient,
  row: {
    siteId: string;
    conversationId: string;
    visitorId: string;
    generationId: string;
    text: string;
    createdAt: Date;
  },
  quoted: AnswerSource[],
): Promise<Message> {
  const sources = quoted.length > 0 ? { sources: quoted } : {};
  const data = { ...row, role: 'assistant' as const, ...sources };
  const { id } = await transaction.message.create({ data, select: { id: true } });
  return {
    id,
    role: 'assistant',
    text: row.text,
    clientMessageId: null,
    generationId: row.generationId,
    createdAt: row.createdAt.toISOString(),
    ...sources,
  };
}

function endingEvent(generationId: string, ending: Ending, message: Message | null): NewConversationEvent {
  if (ending.state !== 'done') {
    const error = new CodedError(ending.errorCode).toWire();
    return { type: 'generation:ended', generationId, state: ending.state, error, message };
  }
  if (!message) throw new Error('an answer without words can only fail');
  return { type: 'generation:done', generationId, message };
}
