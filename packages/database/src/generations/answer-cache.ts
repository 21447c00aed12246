import type { Message, OrderLookUpSettings } from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import { advisoryLocks } from '../connection/advisory-locks.ts';
import type { Queryable } from '../connection/client.ts';
import { timeOrderedId } from '../connection/time-ordered-id.ts';
import type { NewConversationEvent } from '../conversations/conversation-events.ts';
import { ago, liveMs } from '../service/workers.ts';
import type { Claim } from './generations.ts';

/** After so long an answer is made anew, whatever has not changed. */
const keptMs = 24 * 3_600_000;
/** One that was made in a hurry: long enough for the many who ask at that time, and then there is time to make a better one. */
const keptBrieflyMs = 5 * 60_000;

/** Whose words a question is answered with. */
export interface KeptAnswer {
  /** The generation that made them; null where a person wrote them. */
  generationId: string | null;
  /** The approved answer that they are; null where a generation made them. */
  approvedId: string | null;
  text: string;
  sources: Message['sources'] | null;
}

/**
 * Whether an answer that is kept (`cached`) may be given now: `site`'s prompt and knowledge are still those that it was made
 * from, and no ready worker has another model.
 */
export const isKeptNow = Prisma.sql`cached.expires_at > now()
         AND cached.prompt_version_id = site.published_prompt_version_id
         AND cached.knowledge_version = site.knowledge_version
         AND NOT EXISTS (SELECT FROM worker
           WHERE state = 'ready' AND heartbeat_at > ${ago(liveMs)} AND model_hash <> cached.model_hash)`;

const keptAnswersOf = (siteId: Prisma.Sql) =>
  Prisma.sql`hashtextextended(${siteId}::text, ${advisoryLocks.keptAnswers})`;

/**
 * Whether a site's answers may be given again until this transaction ends: not while passages are being deleted, lest a copy
 * keep their texts. What a statement finds that asks this it may have found before: only a later one sees what is deleted.
 */
export const mayGiveAgain = (siteId: Prisma.Sql) =>
  Prisma.sql`pg_try_advisory_xact_lock_shared(${keptAnswersOf(siteId)})`;

/** Gives none of a site's answers again from now on until this transaction ends; waits for those that are being given. */
export async function holdKeptAnswers(transaction: Queryable, siteId: string): Promise<void> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${keptAnswersOf(Prisma.sql`${siteId}`)})`;
}

/** A generation that waits for its answer. */
export interface WaitingGeneration {
  siteId: string;
  generationId: string;
  /** Normalised; null for one that is not to be found. */
  question: string | null;
  /** Of the worker that has it in hand; left out, nobody may have taken it yet. */
  claim?: Claim | undefined;
}

/** A question that the answer cache may answer, as far as that is no matter of the text. */
export interface CacheableText {
  text: string;
  /** Where its site asks its own server about orders: by this a text about one is known, which no answer that is kept may answer. */
  orders: (Pick<OrderLookUpSettings, 'examples' | 'asksEmail'> & { languages: string[] }) | null;
}

/** @returns null where no answer that is kept may be given, whatever the text is */
export async function readCacheableText(database: Queryable, generationId: string): Promise<CacheableText | null> {
  const [row] = await database.$queryRaw<CacheableText[]>`
    SELECT asked.text,
           (SELECT jsonb_build_object('examples', examples, 'asksEmail', asks_email, 'languages', site.languages)
              FROM order_look_up JOIN site ON site.id = order_look_up.site_id
             WHERE order_look_up.site_id = generation.site_id) AS orders
      FROM generation
      JOIN message asked ON asked.id = generation.question_message_id
      JOIN conversation ON conversation.id = generation.conversation_id AND NOT conversation.sandbox
     WHERE generation.id = ${generationId}::uuid AND generation.system_text IS NULL AND generation.order_answer IS NULL
       AND NOT EXISTS (SELECT FROM message other WHERE other.conversation_id = asked.conversation_id AND other.id <> asked.id)
       AND NOT EXISTS (SELECT FROM attachment WHERE attachment.message_id = asked.id)`;
  return row ?? null;
}

/**
 * Answers a waiting generation with what the same question was answered before, if that may still be given. All rows that a
 * worker would write are written.
 * @returns the event of its end, to be appended in the same transaction; null when nothing was kept
 */
export async function answerFromCache(
  transaction: Prisma.TransactionClient,
  { siteId, generationId, question, claim }: WaitingGeneration,
): Promise<NewConversationEvent | null> {
  if (question === null) return null;
  const [look] = await transaction.$queryRaw<{ may: boolean }[]>`
    SELECT ${mayGiveAgain(Prisma.sql`${siteId}`)} AS may`;
  if (!look?.may) return null;
  const messageId = timeOrderedId();
  const isFree = claim
    ? Prisma.sql`waiting.state = 'running' AND waiting.epoch = ${claim.epoch} AND waiting.worker_id = ${claim.workerId}`
    : Prisma.sql`waiting.state = 'queued' AND waiting.started_at IS NULL`;
  const [row] = await transaction.$queryRaw<Row[]>`
    WITH kept AS (
      SELECT made.id, made.said, made.confidence, made.guarded, made.finish_reason, answer.text, answer.sources
        FROM cached_answer cached
        JOIN site ON site.id = cached.site_id
        JOIN generation made ON made.id = cached.generation_id
        JOIN message answer ON answer.generation_id = made.id
       WHERE cached.site_id = ${siteId}::uuid AND cached.question = ${question} AND ${isKeptNow}
    ), ended AS (
      UPDATE generation waiting
         SET state = 'done', started_at = coalesce(started_at, now()), first_text_at = now(), finished_at = now(),
             lease_until = NULL, worker_id = NULL,
             -- Who waited for an equal question's words was never taken.
             queue_ms = greatest(0,
               extract(epoch FROM coalesce(started_at, now()) - received_at) * 1000 - coalesce(gateway_ms, 0)),
             finish_reason = kept.finish_reason, said = kept.said, confidence = kept.confidence,
             guarded = kept.guarded, cached_from_id = kept.id
        FROM kept
       WHERE waiting.id = ${generationId}::uuid AND waiting.site_id = ${siteId}::uuid
         AND ${isFree}
      RETURNING waiting.id, waiting.conversation_id, waiting.question_message_id
    ), place AS (
      -- Locked, since its site may say at this moment who the visitor is.
      SELECT conversation.id, conversation.visitor_id FROM ended JOIN conversation ON conversation.id = ended.conversation_id
         FOR NO KEY UPDATE OF conversation
    ), input AS (
      INSERT INTO generation_input (generation_id, site_id, prompt_version_id, model_hash, tokenizer_hash, mode,
        temperature, top_p, max_tokens, seed, prompt_ids, grounding, passage_ids, knowledge_version)
      SELECT ended.id, site_id, prompt_version_id, model_hash, tokenizer_hash, mode, temperature, top_p, max_tokens,
             seed, prompt_ids, grounding, passage_ids, knowledge_version
        FROM ended, kept JOIN generation_input ON generation_id = kept.id
    ), chunk AS (
      INSERT INTO generation_chunk (generation_id, site_id, first_token, epoch, token_ids, position, text)
      SELECT ended.id, ${siteId}::uuid, 0, 0, '{}', 0, kept.text FROM ended, kept
    )
    INSERT INTO message (id, site_id, conversation_id, visitor_id, role, text, generation_id, sources, created_at)
    SELECT ${messageId}::uuid, ${siteId}::uuid, place.id, place.visitor_id, 'assistant', kept.text, ended.id,
           kept.sources, greatest(clock_timestamp(), asked.created_at + interval '1 millisecond')
      FROM ended JOIN message asked ON asked.id = ended.question_message_id, place, kept
    RETURNING text, sources, created_at AS "createdAt"`;
  if (!row) return null;
  const message: Message = {
    ...{ id: messageId, role: 'assistant', text: row.text, clientMessageId: null, generationId },
    createdAt: row.createdAt.toISOString(),
    ...(row.sources ? { sources: row.sources } : {}),
  };
  return { type: 'generation:done', generationId, message };
}

interface Row {
  text: string;
  sources: Message['sources'] | null;
  createdAt: Date;
}

/** What an answer is kept for. */
export interface KeptFor {
  /** Normalised. */
  question: string;
  /** For minutes. */
  briefly: boolean;
}

/**
 * Keeps the answer of a generation that has just ended for whoever asks the same; to be called in the transaction of its
 * end. It stands for the versions that it was made from, and replaces one of older versions; of the same, one that is not kept for
 * longer. Nothing that an agent tried is kept, nor anything made from versions that are gone by now.
 */
export async function keepAnswer(
  transaction: Queryable,
  { generationId, question, briefly }: { generationId: string } & KeptFor,
): Promise<void> {
  await transaction.$executeRaw`
    INSERT INTO cached_answer AS cached
      (site_id, question, generation_id, prompt_version_id, knowledge_version, model_hash, expires_at)
    SELECT site.id, ${question}, input.generation_id, input.prompt_version_id, input.knowledge_version, input.model_hash,
           now() + ${briefly ? keptBrieflyMs : keptMs} * interval '1 millisecond'
      FROM generation_input input
      JOIN generation ON generation.id = input.generation_id
      JOIN conversation ON conversation.id = generation.conversation_id AND NOT conversation.sandbox
      JOIN site ON site.id = input.site_id
       AND site.published_prompt_version_id = input.prompt_version_id AND site.knowledge_version = input.knowledge_version
     WHERE input.generation_id = ${generationId}::uuid
    ON CONFLICT (site_id, question) DO UPDATE
       SET generation_id = excluded.generation_id, prompt_version_id = excluded.prompt_version_id,
           knowledge_version = excluded.knowledge_version, model_hash = excluded.model_hash,
           expires_at = excluded.expires_at
     WHERE cached.knowledge_version <= excluded.knowledge_version
       AND (cached.expires_at <= excluded.expires_at
         OR (cached.prompt_version_id, cached.knowledge_version, cached.model_hash)
           <> (excluded.prompt_version_id, excluded.knowledge_version, excluded.model_hash))`;
}

/** Deletes what is too old to be given to anybody; call it now and then. */
export async function forgetOldAnswers(database: Queryable): Promise<void> {
  await database.$executeRaw`DELETE FROM cached_answer WHERE expires_at < now()`;
}
