import { AllowedIds, checkAllowed } from './allowed-ids.ts';
import { Drafter } from './drafter.ts';
import { Mailbox } from './mailbox.ts';
import type { LogProbabilities } from './sampling/log-probabilities.ts';
import { PenaltyBook } from './sampling/penalties.ts';
import { checkRequest, type SequenceRequest, type SequenceResult, type TokenStep } from './sequence-request.ts';

export interface SequenceLimits {
  capacityTokens: number;
  vocabSize: number;
}

/** `read`: only the prompt is read, so that it is in the prefix cache. */
export type SequencePurpose = 'generate' | 'read';

/** What a sequence may say next. */
export interface Guess {
  ids: readonly number[];
  /** Of the first ids of such guesses, so many came true. */
  trueShare: number;
}

/** One running or waiting generation: what the model has yet to read, what it has said, and how it ended. */
export class Sequence {
  readonly request: SequenceRequest;
  readonly penalties: PenaltyBook;
  /** What was there from the beginning: the prompt, and what was generated before. */
  readonly givenIds: readonly number[];
  readonly owner: string | undefined;
  readonly priority: number;
  readonly arrival: number;
  readonly arrivedAtMs = performance.now();
  readonly deadlineAtMs: number;
  readonly purpose: SequencePurpose;
  readonly #maxTokens: number;
  readonly #stopIds: ReadonlySet<number>;
  readonly #vocabSize: number;
  /** Prompt and generated ids. */
  readonly #ids: number[];
  /** How many of them are in the KV cache. */
  #readTokens = 0;
  /** How many of them were found in the prefix cache. */
  #cachedTokens = 0;
  /** What finding them there saved it. */
  #savedMs = 0;
  #expectedTokens: number;
  #expectedAt: number | undefined;
  #patienceTokens = 0;
  readonly #drafter = new Drafter();
  readonly #allowedIds: AllowedIds | undefined;
  #allowed: readonly number[] | undefined;
  #forcedTokens = 0;
  /** What was generated, and the end. */
  readonly #mailbox: Mailbox;
  #startedAt: number | undefined;
  #firstIdAt: number | undefined;

  /**
   * @param arrival rises with every sequence
   * @throws EngineError `prompt_too_long`, `invalid_request`
   */
  constructor(
    request: SequenceRequest,
    { capacityTokens, vocabSize }: SequenceLimits,
    arrival: number,
    purpose: SequencePurpose = 'generate',
  ) {
    checkRequest(request, capacityTokens, vocabSize);
    const { promptIds, continueIds = [], allowedNext } = request;
    this.request = request;
    this.givenIds = [...promptIds, ...continueIds];
    this.penalties = new PenaltyBook(request, promptIds);
    for (const id of continueIds) this.penalties.count(id);
    this.#vocabSize = vocabSize;
    this.owner = request.owner;
    this.priority = request.priority ?? 0;
    this.arrival = arrival;
    this.purpose = purpose;
    this.deadlineAtMs = request.deadlineAtMs ?? Number.POSITIVE_INFINITY;
    this.#maxTokens = Math.min(request.maxTokens, capacityTokens - promptIds.length);
    this.#stopIds = new Set(request.stopIds);
    this.#ids = [...this.givenIds];
    this.#mailbox = new Mailbox({ continueIds, hasLogProbabilities: request.logProbabilities !== undefined });
    this.#allowedIds = allowedNext && new AllowedIds(allowedNext);
    this.#expectedTokens = this.givenIds.length;
    if (this.generatedTokens >= this.#maxTokens) this.#end('length');
  }

  get generatedTokens(): number {
    return this.#mailbox.ids.length;
  }

  /** How many tokens the model must read before it can say another one; while decoding 1, or a forced run. */
  get unreadTokens(): number {
    return this.#ids.length - this.#readTokens;
  }

  get readTokens(): number {
    return this.#readTokens;
  }

  /** What is in the KV cache. */
  get readIds(): number[] {
    return this.#ids.slice(0, this.#readTokens);
  }

  /** How many tokens will have to be read before the first one is said, as far as one knows before it begins. */
  get expectedTokens(): number {
    return this.#expectedTokens;
  }

  /** Tokens of other prompts that may still be read before the rest of this one. */
  get patienceTokens(): number {
    return this.#patienceTokens;
  }

  /** Whether all that was given is read: from now on it goes along with the decode steps. */
  get decodes(): boolean {
    return this.#readTokens >= this.givenIds.length;
  }

  /**
   * What it may say next, `most` ids at most, and the share of such guesses that came true; nothing while ids that are said
   * wait to be read.
   */
  guess(most: number): Guess {
    const isNext = this.unreadTokens === 1;
    const ids = this.#drafter.guess(this.#ids, isNext ? Math.min(most, this.#maxTokens - this.generatedTokens) : 0);
    return { ids, trueShare: this.#drafter.trueShare };
  }

  /** Which ids may come next; undefined: all. */
  get allowed(): readonly number[] | undefined {
    return this.#allowed;
  }

  get ended(): boolean {
    return this.#mailbox.outcome !== undefined;
  }

  /** Whether it ended with an error: what is in its slot is not to be trusted. */
  get failed(): boolean {
    const { outcome } = this.#mailbox;
    return outcome !== undefined && 'error' in outcome;
  }

  /**
   * Looks again at how much of what was given there is in the cache. Hashing a long prompt takes a while, so
   * it is done once for every `time`.
   */
  expect(time: number, keptTokens: (givenIds: readonly number[]) => number): void {
    if (this.#expectedAt === time) return;
    this.#expectedAt = time;
    this.#expectedTokens = this.givenIds.length - keptTokens(this.givenIds);
  }

  /** A prompt of which so many tokens have to be read goes first. */
  letPast(tokens: number): void {
    this.#patienceTokens -= tokens;
  }

  /**
   * The sequence has had a slot since `startedMs`; its first `cachedTokens` tokens are in it already, which saved `savedMs`.
   *
   * @throws what `allowedNext` throws
   */
  begin({ startedMs, cachedTokens, savedMs }: { startedMs: number; cachedTokens: number; savedMs: number }): void {
    this.#startedAt = startedMs;
    this.#cachedTokens = cachedTokens;
    this.#savedMs = savedMs;
    this.#readTokens = cachedTokens;
    this.#patienceTokens = this.givenIds.length - cachedTokens;
    this.#appendForced();
  }

  /**
   * Says the whole answer where nothing in it is to be chosen: nothing is read for it then, and it takes no slot. An answer that
   * the model has a say in stays as it is.
   *
   * @throws what `allowedNext` throws
   */
  sayForced(): void {
    if (!this.#allowedIds || this.ended) return;
    const ids = [...this.#mailbox.ids];
    while (ids.length < this.#maxTokens) {
      const allowed = this.#allowedIds.lookAhead(ids);
      if (this.ended || !allowed || allowed.length > 1) return;
      const [id] = allowed;
      if (id === undefined || this.#stopIds.has(id)) break;
      ids.push(id);
    }
    this.#appendForced();
  }

  /** The next tokens for the model to read in one run, `most` at most. */
  nextUnread(most: number): number[] {
    return this.#ids.slice(this.#readTokens, this.#readTokens + most);
  }

  /** The model has read `count` more tokens. */
  markRead(count: number): void {
    this.#readTokens += count;
  }

  /**
   * Takes the id that was sampled after all others had been read, and appends what can only follow it.
   *
   * @throws what `allowedNext` throws
   */
  append(id: number, logProbabilities?: LogProbabilities): void {
    if (this.ended) return;
    this.#drafter.observe(id);
    this.#push(id, logProbabilities);
    this.#appendForced();
  }

  /** All that was wanted has been read. */
  finish(): void {
    if (!this.ended) this.#end('length');
  }

  /** Nothing may follow. */
  stop(): void {
    if (!this.ended) this.#end('stop');
  }

  /** Ends the sequence, if it has not ended. */
  cancel(): void {
    if (!this.ended) this.#end('cancelled');
  }

  /** Ends the sequence if its deadline has passed. */
  expire(nowMs: number): void {
    if (!this.ended && nowMs >= this.deadlineAtMs) this.#end('deadline');
  }

  /** Ends the sequence, if it has not ended, so that its consumer gets `error`. */
  fail(error: unknown): void {
    this.#mailbox.end({ error });
  }

  /**
   * What the consumer reads: the ids since the last call, as soon as there are any. What was generated before an end
   * or a failure is given out first.
   */
  take(): Promise<TokenStep | SequenceResult> {
    return this.#mailbox.take();
  }

  #push(id: number, logProbabilities: LogProbabilities | undefined): void {
    this.#firstIdAt ??= performance.now();
    if (this.#stopIds.has(id)) {
      this.#end('stop');
      return;
    }
    this.#ids.push(id);
    this.#mailbox.put(id, logProbabilities);
    this.penalties.count(id);
    if (this.generatedTokens >= this.#maxTokens) this.#end('length');
  }

  /** Appends ids that have no alternative, until the model is to choose or the answer ends. */
  #appendForced(): void {
    if (!this.#allowedIds) return;
    while (!this.ended) {
      const allowed = this.#allowedIds.take(this.#mailbox.ids);
      // Who was asked may have cancelled it.
      if (this.ended) return;
      if (allowed) checkAllowed(allowed, this.#vocabSize);
      this.#allowed = allowed;
      if (allowed?.length === 0) this.#end('stop');
      if (allowed?.length !== 1) return;
      const [id = 0] = allowed;
      if (!this.#stopIds.has(id)) this.#forcedTokens++;
      this.#drafter.follow(id);
      this.#push(id, undefined);
    }
  }

  #end(finishReason: SequenceResult['finishReason']): void {
    const now = performance.now();
    const firstIdAt = this.#firstIdAt ?? now;
    const promptTokens = this.request.promptIds.length;
    const result: SequenceResult = {
      finishReason,
      promptTokens: this.#startedAt === undefined ? 0 : promptTokens,
      cachedTokens: Math.min(this.#cachedTokens, promptTokens),
      savedMs: this.#savedMs,
      generatedTokens: this.generatedTokens,
      forcedTokens: this.#forcedTokens,
      prefillMs: this.#firstIdAt === undefined ? 0 : firstIdAt - (this.#startedAt ?? firstIdAt),
      decodeMs: now - firstIdAt,
    };
    this.#mailbox.end({ result });
  }
}
