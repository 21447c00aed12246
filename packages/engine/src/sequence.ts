import { EngineError } from './engine-error.ts';
import type { Sampling } from './sampler.ts';

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
  /** `stop`: a stop id came; `length`: `maxTokens` or the slot's capacity is reached; `cancelled`: by the signal. */
  finishReason: 'stop' | 'length' | 'cancelled';
  promptTokens: number;
  /** All generated ids, `continueIds` counted. */
  generatedTokens: number;
  /** From the first step of the sequence to its first new id; 0 if none came. Waiting for a slot does not count. */
  prefillMs: number;
  /** From the first new id to the end. */
  decodeMs: number;
}

/** One running or waiting generation: what the model has yet to read, what it has said, and how it ended. */
export class Sequence {
  readonly sampling: Sampling;
  readonly #promptTokens: number;
  readonly #maxTokens: number;
  readonly #stopIds: ReadonlySet<number>;
  /** Prompt and generated ids. */
  readonly #ids: number[];
  /** How many of them are in the KV cache. */
  #readTokens = 0;
  /** How many of the generated ones the consumer has. */
  #takenTokens: number;
  #outcome: { result: SequenceResult } | { error: unknown } | undefined;
  #startedAt: number | undefined;
  #firstIdAt: number | undefined;
  #wakeConsumer: (() => void) | undefined;

  /** @throws EngineError `prompt_too_long`, `invalid_request` */
  constructor(request: SequenceRequest, capacityTokens: number, vocabSize: number) {
    const { promptIds, continueIds = [], temperature, topP, seed } = request;
    checkRequest(request, vocabSize);
    if (promptIds.length >= capacityTokens) {
      throw new EngineError(
        'prompt_too_long',
        `a prompt of ${promptIds.length} tokens leaves no room for an answer in a slot of ${capacityTokens}`,
      );
    }
    this.sampling = { temperature, topP, seed };
    this.#promptTokens = promptIds.length;
    this.#maxTokens = Math.min(request.maxTokens, capacityTokens - promptIds.length);
    this.#stopIds = new Set(request.stopIds);
    this.#ids = [...promptIds, ...continueIds];
    this.#takenTokens = continueIds.length;
    if (this.generatedTokens >= this.#maxTokens) this.#end('length');
  }

  get generatedTokens(): number {
    return this.#ids.length - this.#promptTokens;
  }

  /** How many tokens the model must read before it can say another one; 1 while decoding. */
  get unreadTokens(): number {
    return this.#ids.length - this.#readTokens;
  }

  /** How many of them belong to the prompt. */
  get unreadPromptTokens(): number {
    return Math.max(0, this.#promptTokens - this.#readTokens);
  }

  get readTokens(): number {
    return this.#readTokens;
  }

  get ended(): boolean {
    return this.#outcome !== undefined;
  }

  /** The next `count` tokens for the model to read. */
  nextUnread(count: number): number[] {
    this.#startedAt ??= performance.now();
    return this.#ids.slice(this.#readTokens, this.#readTokens + count);
  }

  /** The model has read `count` more tokens. */
  markRead(count: number): void {
    this.#readTokens += count;
  }

  /** Takes the id that was sampled after all others had been read. */
  append(id: number): void {
    if (this.ended) return;
    this.#firstIdAt ??= performance.now();
    if (this.#stopIds.has(id)) {
      this.#end('stop');
      return;
    }
    this.#ids.push(id);
    if (this.generatedTokens >= this.#maxTokens) this.#end('length');
    this.#wakeConsumer?.();
  }

  /** Ends the sequence, if it has not ended. */
  cancel(): void {
    if (!this.ended) this.#end('cancelled');
  }

  /** Ends the sequence, if it has not ended, so that its consumer gets `error`. */
  fail(error: unknown): void {
    this.#outcome ??= { error };
    this.#wakeConsumer?.();
  }

  /**
   * What the consumer reads: the ids since the last call, as soon as there are any. What was generated before an end
   * or a failure is given out first.
   */
  async take(): Promise<TokenStep | SequenceResult> {
    while (this.#takenTokens === this.generatedTokens) {
      if (this.#outcome && 'error' in this.#outcome) throw this.#outcome.error;
      if (this.#outcome) return this.#outcome.result;
      await new Promise<void>((resolve) => {
        this.#wakeConsumer = resolve;
      });
    }
    const firstToken = this.#takenTokens;
    this.#takenTokens = this.generatedTokens;
    return { firstToken, ids: this.#ids.slice(this.#promptTokens + firstToken) };
  }

  #end(finishReason: SequenceResult['finishReason']): void {
    const now = performance.now();
    const firstIdAt = this.#firstIdAt ?? now;
    const result: SequenceResult = {
      finishReason,
      promptTokens: this.#promptTokens,
      generatedTokens: this.generatedTokens,
      prefillMs: this.#firstIdAt === undefined ? 0 : firstIdAt - (this.#startedAt ?? firstIdAt),
      decodeMs: now - firstIdAt,
    };
    this.#outcome = { result };
    this.#wakeConsumer?.();
  }
}

function checkRequest(request: SequenceRequest, vocabSize: number): void {
  const { promptIds, continueIds = [], maxTokens, temperature, topP, seed } = request;
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
}
