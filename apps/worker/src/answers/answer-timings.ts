import type { StageTimings } from '@frontdesk/database';
import type { SequenceResult } from '@frontdesk/engine';
import type { RunningAnswer } from './running-answer.ts';

/** Measures where the time of an answer goes on this worker, from the claim on. */
export class AnswerTimings {
  readonly #claimedAtMs: number;
  #firstTokenAtMs: number | undefined;
  #firstTextAtMs: number | undefined;
  #decodeMs: number | undefined;
  #promptTokens: number | undefined;
  #cachedTokens: number | undefined;
  #savedMs: number | undefined;
  #forcedTokens: number | undefined;
  #continuedTokens: number | undefined;
  #newTokens = 0;

  constructor({ claimedAtMs }: RunningAnswer) {
    this.#claimedAtMs = claimedAtMs;
  }

  /** The input is ready. `continuedTokens` were made by another worker. */
  begin(continuedTokens: number): void {
    this.#continuedTokens = continuedTokens;
  }

  /** A token of the answer came. Returns true for the first one, which ends the prefill. */
  markToken(): boolean {
    const isFirst = this.#firstTokenAtMs === undefined;
    this.#firstTokenAtMs ??= performance.now();
    this.#newTokens += 1;
    return isFirst;
  }

  /** The first text is stored. */
  markFirstText(): { prefillMs: number; firstTokenMs: number } {
    this.#firstTextAtMs = performance.now();
    const { prefillMs, firstTokenMs } = this.stages;
    if (prefillMs === null || firstTokenMs === null) throw new Error('text before any token');
    return { prefillMs, firstTokenMs };
  }

  markEnd({ decodeMs, promptTokens, cachedTokens, savedMs, forcedTokens }: SequenceResult): void {
    this.#decodeMs = decodeMs;
    this.#promptTokens = promptTokens;
    this.#cachedTokens = cachedTokens;
    this.#savedMs = savedMs;
    this.#forcedTokens = forcedTokens;
  }

  /** Prompt tokens that the engine found in its prefix cache; undefined while it runs. */
  get cachedTokens(): number | undefined {
    return this.#cachedTokens;
  }

  /** Tokens of the answer that the engine appended without a step; undefined while it runs. */
  get forcedTokens(): number | undefined {
    return this.#forcedTokens;
  }

  get stages(): StageTimings {
    const firstTokenAtMs = this.#firstTokenAtMs;
    return {
      prefillMs: firstTokenAtMs === undefined ? null : firstTokenAtMs - this.#claimedAtMs,
      firstTokenMs:
        firstTokenAtMs === undefined || this.#firstTextAtMs === undefined ? null : this.#firstTextAtMs - firstTokenAtMs,
      // Of an answer that another worker began, only a part was decoded here.
      decodeMs: this.#continuedTokens ? null : (this.#decodeMs ?? null),
      promptTokens: this.#promptTokens ?? null,
      generatedTokens: this.#continuedTokens === undefined ? null : this.#continuedTokens + this.#newTokens,
      prefixTokens: this.#cachedTokens ?? null,
      prefixSavedMs: this.#savedMs ?? null,
    };
  }
}
