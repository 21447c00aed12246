import { EngineError } from './engine-error.ts';

export interface SequenceRequest {
  promptIds: readonly number[];
  /**
   * Ids that were generated before, elsewhere; the sequence goes on after them. They are read one by one, as when they
   * were generated: activations rounded to int8 differ between one token and many at a time, and the ids would, too.
   */
  continueIds?: readonly number[];
  /** Most ids to generate, `continueIds` counted. Less where the slot's capacity ends before. */
  maxTokens: number;
  /** 0 takes the likeliest id at every step. */
  temperature: number;
  /** Above 0, up to 1: ids are drawn from the likeliest ones that together have this probability. */
  topP: number;
  /** Same seed, same ids: the random number of each id depends on seed and index alone. */
  seed: number;
  /** Ids that end the sequence; not given out. */
  stopIds: readonly number[];
  /** Lower has the next free slot. Defaults to 0; of equals the one that came first. */
  priority?: number;
  /** When the sequence ends wherever it is, on performance.now()'s clock. Defaults to never. */
  deadlineAtMs?: number;
  /** Ends the sequence at once; its slot is free after the step under way. */
  signal?: AbortSignal;
}

/** Ids that were generated, in order; several at once where the consumer is slower than the model. */
export interface TokenStep {
  /** Index of the first of `ids` among all generated ids, `continueIds` counted. */
  firstToken: number;
  ids: number[];
}

export interface SequenceResult {
  /**
   * `stop`: a stop id came; `length`: `maxTokens` or the slot's capacity is reached; `cancelled`: by the signal;
   * `deadline`: `deadlineAtMs` has passed.
   */
  finishReason: 'stop' | 'length' | 'cancelled' | 'deadline';
  promptTokens: number;
  /** Those of them that were in the prefix cache, and not read again. */
  cachedTokens: number;
  /** All generated ids, `continueIds` counted. */
  generatedTokens: number;
  /** From the first step of the sequence to its first new id; 0 if none came. Waiting for a slot does not count. */
  prefillMs: number;
  /** From the first new id to the end. */
  decodeMs: number;
}

/** @throws EngineError `prompt_too_long`, `invalid_request` */
export function checkRequest(request: SequenceRequest, capacityTokens: number, vocabSize: number): void {
  const { promptIds, continueIds = [], maxTokens, temperature, topP, seed, priority = 0, deadlineAtMs = 0 } = request;
  const check = (valid: boolean, message: string) => {
    if (!valid) throw new EngineError('invalid_request', message);
  };
  const isId = (id: number) => Number.isInteger(id) && id >= 0 && id < vocabSize;
  check(promptIds.length > 0, 'the prompt is empty');
  check(promptIds.every(isId) && continueIds.every(isId), `an id is not an integer from 0 to ${vocabSize - 1}`);
  check(Number.isInteger(maxTokens) && maxTokens >= 0, `maxTokens is ${maxTokens}`);
  check(Number.isFinite(temperature) && temperature >= 0, `temperature is ${temperature}`);
  check(topP > 0 && topP <= 1, `topP is ${topP}`);
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
