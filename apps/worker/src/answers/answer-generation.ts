import {
  cacheableQuestion,
  type DecisionParameters,
  OtherAnswerError,
  orderStep,
  stopStrings,
  type TokenTexts,
} from '@frontdesk/answers';
import {
  type AnswerRecord,
  answerWaitingFromCache,
  type CacheableText,
  type ClaimedGeneration,
  claimGeneration,
  type Database,
  type EndedGeneration,
  expireOverdue,
  failGeneration,
  finishGeneration,
  type GenerationProgress,
  isDatabaseError,
  type NewChunk,
  type NewGenerationInput,
  readCacheableText,
  readProgress,
  recordFirstText,
  releaseGeneration,
} from '@frontdesk/database';
import { type Engine, EngineError } from '@frontdesk/engine';
import { CodedError, type ErrorCode, type GenerationJob, type Notice } from '@frontdesk/protocol';
import type { NoticePublisher } from '@frontdesk/queue';
import type { Logger } from '@frontdesk/telemetry';
import type { Tokenizer } from '@frontdesk/tokenizer';
import { isNativeFailure } from '../readiness/engine-trial.ts';
import type { TokenRate } from '../readiness/token-rate.ts';
import type { WorkerMetrics } from '../worker-metrics.ts';
import { AnswerText } from './answer-text.ts';
import { AnswerTimings } from './answer-timings.ts';
import { type GroundedAnswer, groundedAnswer } from './grounding.ts';
import { leaseMs } from './lease-keeper.ts';
import { makeOffer } from './make-offer.ts';
import { observeAnswer } from './observe-answer.ts';
import { ModelChangedError, type PrepareInput } from './prepare-input.ts';
import type { RunningAnswer, RunningAnswers } from './running-answer.ts';
import { type WordWriter, wordsNotice } from './word-writer.ts';

export interface AnswererParts {
  database: Database;
  /** Puts an answer that this worker can't finish back on the queue. */
  giveBack(job: GenerationJob): Promise<void>;
  /** A run of the engine has failed. Does not resolve where all of them fail: this process ends, and others go on. */
  tryEngine(): Promise<void>;
  publisher: NoticePublisher;
  engine: Engine;
  tokenizer: Tokenizer;
  /** Texts of the whole vocabulary. */
  tokens: TokenTexts;
  /** Ids that end an answer. */
  stopIds: readonly number[];
  /** What decides in mode quote. */
  parameters: DecisionParameters;
  /** Length of answers without knowledge; left out, the model ends them. */
  plainTokens?: number | undefined;
  /** Whether answers are kept for those who ask the same. */
  keepsAnswers: boolean;
  workerId: string;
  answers: RunningAnswers;
  writer: WordWriter;
  prepareInput: PrepareInput;
  metrics: WorkerMetrics;
  tokenRate: TokenRate;
  logger: Logger;
}

/** The cache was asked when a question came; after so long it is asked once more. */
const askedAnewMs = 1_000;

/**
 * Does a job: claims its generation, makes the answer or goes on with it, and ends it. Rejects when the database can't be
 * reached for the claim or the end: the row is then found by the sweeper.
 */
export async function answerGeneration(parts: AnswererParts, { generationId }: GenerationJob): Promise<void> {
  const { database, workerId, answers, metrics, logger } = parts;
  const claim = await claimGeneration(database, { generationId, workerId, leaseMs });
  if (!claim) {
    const expired = await expireOverdue(database, { generationId });
    if (expired.length > 0) metrics.answers.inc({ outcome: 'expired' });
    parts.publisher.publish(...expired.map(endedNotice));
    return;
  }
  if (claim.epoch === 1) metrics.queueTime.observe(claim.waitedMs / 1_000);
  const kept = await answerFromCache(parts, claim);
  if (kept) {
    parts.publisher.publish(endedNotice(kept));
    return;
  }
  const answer = answers.add(claim);
  const timings = new AnswerTimings(answer);
  let outcome: Outcome;
  try {
    outcome = await makeAnswer(parts, answer, timings);
  } catch (error) {
    outcome = await giveUp(parts, answer, timings, error);
  } finally {
    parts.writer.abandon(answer);
    answers.remove(answer);
  }
  observeAnswer(metrics, answer, timings.stages, outcome);
  const { stages, cachedTokens, forcedTokens } = timings;
  const answered = { generationId, epoch: claim.epoch, outcome, ...stages };
  logger.info({ ...answered, cachedTokens, forcedTokens }, 'answer left this worker');
}

/** Who waited may have been answered meanwhile: somebody asked the same before, and that answer is kept by now. */
async function answerFromCache(
  { database, keepsAnswers }: AnswererParts,
  claim: ClaimedGeneration,
): Promise<EndedGeneration | null> {
  if (!keepsAnswers || claim.epoch > 1 || claim.waitedMs < askedAnewMs) return null;
  const asked = await readCacheableText(database, claim.generationId);
  // Also what was kept before the site's server was asked about orders is not said of one: the gateway has left it aside, too.
  if (!asked || isOfOrder(asked)) return null;
  const question = cacheableQuestion(asked.text);
  return question === null ? null : answerWaitingFromCache(database, { ...claim, question, claim });
}

/**
 * `too_long`: the question does not fit into a prompt. `left`: the database is in trouble; when the lease has run out, the next
 * claim goes on.
 */
export type Outcome = 'done' | 'failed' | 'too_long' | 'lost' | 'released' | 'left';

const isOfOrder = ({ text, orders }: CacheableText): boolean =>
  orders !== null && orderStep([{ role: 'visitor', text }], orders) !== undefined;

async function makeAnswer(parts: AnswererParts, answer: RunningAnswer, timings: AnswerTimings): Promise<Outcome> {
  const { claim } = answer;
  if (answer.interruption) return handleInterruption(parts, answer);
  const { input, stored, embedding, keepFor } = await parts.prepareInput(claim);
  const progress = claim.epoch === 1 ? nothingYet : await readProgress(parts.database, claim.generationId);
  const grounded = groundedAnswer(input, parts);
  timings.begin(progress.tokenIds.length);
  const generated = await generate(parts, answer, { input, grounded, stored, progress, timings });
  if (answer.interruption) return handleInterruption(parts, answer);
  const lastChunk = await parts.writer.end(answer, generated.rest);
  // The last flush may have found the claim lost.
  if (answer.interruption) return handleInterruption(parts, answer);
  if (!generated.hasWords) throw new Error('the model ended the answer without a word');
  const ended = await finishGeneration(parts.database, claim, {
    finishReason: generated.finishReason,
    lastChunk,
    timings: timings.stages,
    record: generated.record,
    embedding,
    keepFor: parts.keepsAnswers && isSettled(generated) ? keepFor : null,
  });
  if (!ended) return 'lost';
  publishEnd(parts, answer, lastChunk, ended);
  return 'done';
}

/** An answer that may be given again: nothing was cut off or doubted, and nobody else is wanted. */
function isSettled({ finishReason, record }: Pick<Generated, 'finishReason' | 'record'>): boolean {
  return finishReason === 'stop' && record !== undefined && !record.guarded && record.handOver === null;
}

const nothingYet: GenerationProgress = { tokenIds: [], text: '' };

interface Generated {
  finishReason: 'stop' | 'length';
  /** Text that was not handed to the writer. */
  rest: string;
  hasWords: boolean;
  record?: AnswerRecord | undefined;
}

interface Begun {
  input: NewGenerationInput;
  grounded: GroundedAnswer | undefined;
  stored: Promise<unknown>;
  progress: GenerationProgress;
  timings: AnswerTimings;
}

/** Runs the engine from where the answer is and hands its words to the writer, until it ends or is interrupted. */
async function generate(
  { engine, tokenizer, stopIds, plainTokens, ...parts }: AnswererParts,
  answer: RunningAnswer,
  { input, grounded, stored, progress, timings }: Begun,
): Promise<Generated> {
  const { writer, database, metrics, tokenRate, logger } = parts;
  const fixedLength =
    !grounded && plainTokens
      ? { maxTokens: plainTokens, logitBias: new Map(stopIds.map((id) => [id, Number.NEGATIVE_INFINITY])) }
      : undefined;
  // What is quoted may begin as the model's own words must not, and an answer of a fixed length may repeat itself.
  const text =
    grounded?.isWorded === false || fixedLength
      ? new AnswerText(tokenizer, [], progress.text, { worded: false })
      : new AnswerText(tokenizer, stopStrings, progress.text, { guarded: grounded !== undefined });
  // By the worker that began it, also where the model has nothing left to make here.
  const wasRead = progress.tokenIds.length > 0 && grounded?.isWorded !== false;
  const allIds = [...progress.tokenIds];
  writer.begin(answer, { tokens: progress.tokenIds.length, text: progress.text }, () => {
    const first = timings.markFirstText();
    metrics.firstText.observe(first.firstTokenMs / 1_000);
    recordFirstText(database, answer.claim, first).catch((error: unknown) => {
      logger.warn({ error, generationId: answer.claim.generationId }, 'the time of the first words was not stored');
    });
  });
  // Empty but for an answer that another worker began and that was cut between two characters.
  let untold = text.push(progress.tokenIds);
  let finishReason: 'stop' | 'length' = 'stop';
  const cutOff = new AbortController();
  stored.catch(() => cutOff.abort());
  if (text.stopped) cutOff.abort();
  const sequence = engine.generate({
    promptIds: input.promptIds,
    owner: answer.claim.conversationId,
    continueIds: progress.tokenIds,
    // Whoever has waited for a worker that is gone, with its first words or without, does not wait like others once more.
    priority: answer.claim.epoch > 1 ? -1 : 0,
    maxTokens: input.maxTokens,
    temperature: input.temperature,
    topP: input.topP,
    seed: input.seed,
    stopIds,
    ...grounded?.request,
    ...fixedLength,
    signal: AbortSignal.any([answer.signal, cutOff.signal]),
  });
  try {
    for (;;) {
      const step = await sequence.next();
      await stored;
      if (step.done) {
        timings.markEnd(wasRead ? { ...step.value, promptTokens: input.promptIds.length } : step.value);
        // The model may have had no room for more behind the end of the answer, before it could be told to stop.
        if (step.value.finishReason === 'length' && !text.stopped) finishReason = 'length';
        const rest = untold + text.end({ isCut: finishReason === 'length' });
        const { hasWords, repeatedItself } = text;
        const record = answer.interruption ? undefined : grounded?.record(allIds, { repeatedItself });
        return { finishReason, rest, hasWords, record };
      }
      const { ids } = step.value;
      metrics.steps.inc();
      metrics.tokens.inc(ids.length);
      tokenRate.add(ids.length);
      // One by one: ids behind the end of the answer are not part of it.
      for (const id of ids) {
        if (text.stopped) break;
        allIds.push(id);
        if (timings.markToken()) {
          const prefillMs = timings.stages.prefillMs ?? 0;
          metrics.prefill.observe(prefillMs / 1_000);
          const { generationId, epoch } = answer.claim;
          if (epoch > 1)
            logger.info({ generationId, epoch, prefillMs }, 'went on with an answer that another worker began');
        }
        writer.write(answer, [id], untold + text.push([id]));
        untold = '';
      }
      if (text.stopped) cutOff.abort();
    }
  } finally {
    // What fails between two steps must not leave the model at work for nobody.
    cutOff.abort();
  }
}

async function handleInterruption(parts: AnswererParts, { claim, interruption }: RunningAnswer): Promise<Outcome> {
  if (interruption?.kind === 'unstored') throw interruption.error;
  return interruption?.kind === 'released' ? release(parts, claim) : 'lost';
}

async function release({ database, giveBack }: AnswererParts, claim: ClaimedGeneration): Promise<Outcome> {
  // What was not stored yet was not told either: who goes on makes it again.
  if (!(await releaseGeneration(database, claim))) return 'lost';
  await giveBack({ generationId: claim.generationId, epoch: claim.epoch + 1 });
  return 'released';
}

/** Ends an answer that can't be made, or lets go of it when it is no longer this worker's to end. */
async function giveUp(
  parts: AnswererParts,
  answer: RunningAnswer,
  timings: AnswerTimings,
  error: unknown,
): Promise<Outcome> {
  const { database, logger } = parts;
  const { claim, interruption } = answer;
  if (interruption && interruption.kind !== 'unstored') return handleInterruption(parts, answer);
  logger.error({ error, generationId: claim.generationId, epoch: claim.epoch }, 'the answer could not be made');
  if (isDatabaseError(error)) return 'left';
  if (error instanceof ModelChangedError || error instanceof OtherAnswerError)
    return endWithOffer(parts, answer, timings);
  if (isNativeFailure(error)) {
    await parts.tryEngine();
    // What failed in a run here may not fail in another one, or elsewhere.
    if (claim.epoch === 1) return release(parts, claim);
  }
  const end = { errorCode: errorCodeOf(error), lastChunk: null, timings: timings.stages };
  const ended = await failGeneration(database, claim, end);
  if (!ended) return 'lost';
  publishEnd(parts, answer, null, ended);
  return end.errorCode === 'message_too_long' ? 'too_long' : 'failed';
}

/** Ends an answer that only a worker with another model, or of another version, could go on with: what was shown stays, and a person is offered. */
async function endWithOffer(parts: AnswererParts, answer: RunningAnswer, timings: AnswerTimings): Promise<Outcome> {
  const end = await makeOffer(parts.database, answer.claim, parts.tokenizer);
  const ended = await finishGeneration(parts.database, answer.claim, {
    ...{ finishReason: 'stop', timings: timings.stages },
    ...end,
  });
  if (!ended) return 'lost';
  publishEnd(parts, answer, end.lastChunk, ended);
  return 'done';
}

/** What the customer is told; the cause is in the log. */
function errorCodeOf(error: unknown): ErrorCode {
  if (error instanceof CodedError) return error.code;
  if (error instanceof EngineError && error.code === 'prompt_too_long') return 'message_too_long';
  return 'generation_failed';
}

function publishEnd(
  { publisher }: AnswererParts,
  answer: RunningAnswer,
  lastChunk: NewChunk | null,
  ended: EndedGeneration,
): void {
  if (lastChunk && lastChunk.text !== '') publisher.publish(wordsNotice(answer, lastChunk));
  publisher.publish(endedNotice(ended));
}

function endedNotice({ siteId, conversationId, seq }: EndedGeneration): Notice {
  return { kind: 'event', siteId, conversationId, seq };
}
