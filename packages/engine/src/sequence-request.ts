import { EngineError } from './engine-error.ts';
import type { LogProbabilities } from './sampling/log-probabilities.ts';
import type { Penalties } from './sampling/penalties.ts';
import type { Sampling } from './sampling/sampler.ts';

export interface SequenceRequest extends Sampling, Penalties {
  promptIds: readonly number[];
  /**
   * Ids that were generated before, elsewhere; the sequence goes on after them. They are read like the prompt, in chunks:
   * whoever reads the answer waits.
   */
  continueIds?: readonly number[];
  /** Most ids to generate, `continueIds` counted. Less where the slot's capacity ends before. */
  maxTokens: number;
  /** Ids that end the sequence; not given out. */
  stopIds: readonly number[];
  /**
   * Says which ids may follow those generated so far, in ascending order: undefined for all, none to end the answer
   * (`stop`). Called once for every place; of a list only its own ids are looked at, not the vocabulary. Where only one
   * is allowed the model isn't asked: the id is appended, and so are all that follow alone. What it throws fails the
   * sequence.
   */
  allowedNext?: (generatedIds: readonly number[]) => readonly number[] | undefined;
  /**
   * Chooses among the ids that `allowedNext` left, where these are two or more; undefined has one of them sampled.
   * Called once for every such place, with the model's logits after penalties and bias, one per id of the vocabulary;
   * they are overwritten by the next step. It must give the same id for the same logits. An id that is not allowed, or
   * what it throws, fails the sequence.
   */
  choose?: (allowed: readonly number[], logits: Float32Array) => number | undefined;
  /**
   * Asked about ids where `allowedNext` left all, stop ids too: those that it refuses are as if they had no probability. At each
   * place about the likeliest first, then about others that may be drawn, once about each; where many are refused, about all that
   * may be drawn. For rules that forbid few ids, which to list would take longer than a step. What it throws fails the sequence, and where it refuses 1,000 and accepts none the answer
   * ends (`stop`).
   */
  accepts?: (id: number) => boolean;
  /** For every id that the model has chosen: its log-probability, and those of so many of the likeliest; left out: none. */
  logProbabilities?: number;
  /** Whose prefix it is: what is kept of it is dropped by `forget` with the same name. */
  owner?: string;
  /** Lower has the next free slot. Defaults to 0; of equals the one with the earlier deadline, then the one that came first. */
  priority?: number;
  /** When the sequence ends wherever it is, on performance.now()'s clock. Defaults to never. */
  deadlineAtMs?: number;
  /** Ends the sequence at once; its slot is free after the step under way. */
  signal?: AbortSignal;
}

/** Ids that were generated, in order; several at once where the consumer is slower than the model, or ids were forced. */
export interface TokenStep {
  /** Index of the first of `ids` among all generated ids, `continueIds` counted. */
  firstToken: number;
  ids: number[];
  /** One for each of `ids`, if the request wants them; undefined for an id that was forced. */
  logProbabilities?: (LogProbabilities | undefined)[];
}

export interface SequenceResult {
  /**
   * `stop`: a stop id came, or no id was allowed; `length`: `maxTokens` or the slot's capacity is reached; `cancelled`:
   * by the signal; `deadline`: `deadlineAtMs` has passed.
   */
  finishReason: 'stop' | 'length' | 'cancelled' | 'deadline';
  /** Of the prompt; 0 where it was not begun with, since nothing in the answer was to be chosen, or it ended before. */
  promptTokens: number;
  /** Those of them that were in the prefix cache, and not read again. */
  cachedTokens: number;
  /** What reading those, and those of `continueIds` that were there too, would have taken, less what copying them took. */
  savedMs: number;
  /** All generated ids, `continueIds` counted. */
  generatedTokens: number;
  /** Those of them that were forced by `allowedNext`. */
  forcedTokens: number;
  /** From the first step of the sequence to its first new id; 0 if none came. Waiting for a slot does not count. */
  prefillMs: number;
  /** From the first new id to the end. */
  decodeMs: number;
}

/** A factor beyond leaves no logit what it was. */
const LARGEST_REPETITION_PENALTY = 100;
/** Logits have 32 bits: what is added to one, as often as an answer has ids, must not get beyond them. */
const LARGEST_ADDEND = 1e30;

const isFloat = (number: number) => Number.isFinite(Math.fround(number));
const isAddable = (number: number) => Math.abs(number) <= LARGEST_ADDEND;

/** @throws EngineError `prompt_too_long`, `invalid_request` */
export function checkRequest(request: SequenceRequest, capacityTokens: number, vocabSize: number): void {
  const {
    promptIds,
    continueIds = [],
    maxTokens,
    seed,
    priority = 0,
    deadlineAtMs = 0,
    logProbabilities = 0,
  } = request;
  const { temperature, topP, minP = 0, topK = 0 } = request;
  const { repetitionPenalty = 1, frequencyPenalty = 0, presencePenalty = 0, logitBias = new Map() } = request;
  const check = (valid: boolean, message: string) => {
    if (!valid) throw new EngineError('invalid_request', message);
  };
  const isId = (id: number) => Number.isInteger(id) && id >= 0 && id < vocabSize;
  const isCount = (count: number) => Number.isInteger(count) && count >= 0;
  check(promptIds.length > 0, 'the prompt is empty');
  check(promptIds.every(isId) && continueIds.every(isId), `an id is not an integer from 0 to ${vocabSize - 1}`);
  check(isCount(maxTokens), `maxTokens is ${maxTokens}`);
  check(isFloat(temperature) && temperature >= 0, `temperature is ${temperature}`);
  check(topP > 0 && topP <= 1, `topP is ${topP}`);
  check(minP >= 0 && minP <= 1, `minP is ${minP}`);
  check(isCount(topK), `topK is ${topK}`);
  check(
    repetitionPenalty >= 1 / LARGEST_REPETITION_PENALTY && repetitionPenalty <= LARGEST_REPETITION_PENALTY,
    `repetitionPenalty is ${repetitionPenalty}`,
  );
  check(isAddable(frequencyPenalty), `frequencyPenalty is ${frequencyPenalty}`);
  check(isAddable(presencePenalty), `presencePenalty is ${presencePenalty}`);
  for (const [id, bias] of logitBias) {
    check(isId(id) && (isAddable(bias) || bias === Number.NEGATIVE_INFINITY), `logitBias of ${id} is ${bias}`);
  }
  check(isCount(logProbabilities), `logProbabilities is ${logProbabilities}`);
  check(Number.isSafeInteger(seed), `seed is ${seed}`);
  check(!Number.isNaN(priority), 'priority is not a number');
  check(!Number.isNaN(deadlineAtMs), 'deadlineAtMs is not a number');
  if (promptIds.length >= capacityTokens) {
    throw new EngineError(
      'prompt_too_long',
      `a prompt of ${promptIds.length} tokens leaves no room for an answer in a slot of ${capacityTokens}`,
    );
  }
}
