import type { Message } from './message.ts';
import type { ServiceTimes } from './service-times.ts';

/** What happens in a round, and when, from its beginning. */
export interface RoundEvent {
  kind: 'first token' | 'done';
  message: Message;
  afterMs: number;
}

export interface Round {
  ms: number;
  events: RoundEvent[];
}

interface Sequence {
  message: Message;
  /** Tokens of the prompt, or of a forced run, that are left to read. */
  tokensLeft: number;
  /** Tokens of shorter prompts that it still lets past. */
  patience: number;
  /** Comes with its first chunk. */
  extraMs: number;
  hasFirstToken: boolean;
  stepsLeft: number;
}

// As the engine's scheduler has them (packages/engine/src/scheduler.ts).
const maxChunkTokens = 256;
const minChunkTokens = 16;
const mostStretch = 2.5;
const smoothMs = 45;
const promisedSequences = 8;

/**
 * A worker's engine as far as its times go, in rounds: prompts are read in chunks for as long as those that decode don't
 * notice, then every one of them has a token.
 */
export class SimulatedEngine {
  readonly #times: ServiceTimes;
  #reading: Sequence[] = [];
  #decoding: Sequence[] = [];
  /** Done at some moment of the round under way. */
  #leaving = 0;

  constructor(times: ServiceTimes) {
    this.#times = times;
  }

  /** Slots taken. */
  get running(): number {
    return this.#reading.length + this.#decoding.length + this.#leaving;
  }

  /** @param tokens of the prompt that nobody has kept */
  admit(message: Message, tokens: number): void {
    this.#reading.push({
      ...{ message, tokensLeft: tokens, patience: tokens, hasFirstToken: false, stepsLeft: message.steps },
      extraMs: message.lookUpMs + this.#times.promptMs,
    });
  }

  /** The next round; undefined when there is nothing to do. Who is done with it keeps the slot until {@link endRound}. */
  runRound(): Round | undefined {
    if (this.running === 0) return undefined;
    const before = this.running;
    const events: RoundEvent[] = [];
    const readingMs = this.#read(events);
    const ms = this.#decoding.length === 0 ? readingMs : readingMs + this.#decode(readingMs, events);
    this.#leaving = before - this.running;
    return { ms, events };
  }

  endRound(): void {
    this.#leaving = 0;
  }

  #read(events: RoundEvent[]): number {
    const decoding = this.#decoding.length;
    const stepMs = decoding === 0 ? 0 : this.#times.stepMs(decoding);
    const promisedMs = mostStretch * this.#times.stepMs(Math.max(decoding, promisedSequences));
    const budgetMs = Math.max(stepMs * (mostStretch - 1), Math.min(smoothMs, promisedMs) - stepMs);
    let spentMs = 0;
    for (let sequence = this.#nextToRead(); sequence; sequence = this.#nextToRead()) {
      const left = Math.min(sequence.tokensLeft, maxChunkTokens);
      const fitting = decoding === 0 ? left : Math.min(left, this.#times.chunkTokensIn(budgetMs - spentMs));
      const least = Math.min(minChunkTokens, left);
      if (fitting < least && spentMs > 0) break;
      const tokens = Math.max(fitting, least);
      spentMs += sequence.extraMs + this.#times.chunkMs(tokens);
      sequence.extraMs = 0;
      sequence.tokensLeft -= tokens;
      for (const other of this.#reading) if (other !== sequence) other.patience -= tokens;
      if (sequence.tokensLeft === 0) this.#endReading(sequence, spentMs, events);
      // Whoever came meanwhile may be shorter.
      if (decoding === 0) break;
    }
    return spentMs;
  }

  /** In the order they came, but one with at most half as much to read goes past the first, as long as that has patience. */
  #nextToRead(): Sequence | undefined {
    const [first] = this.#reading;
    return (
      first &&
      (this.#reading.find(({ tokensLeft }) => 2 * tokensLeft <= first.tokensLeft && tokensLeft <= first.patience) ??
        first)
    );
  }

  #endReading(sequence: Sequence, afterMs: number, events: RoundEvent[]): void {
    const { message } = sequence;
    this.#reading.splice(this.#reading.indexOf(sequence), 1);
    if (!sequence.hasFirstToken) {
      sequence.hasFirstToken = true;
      events.push({ kind: 'first token', message, afterMs });
      if (message.forcedTokens > 0) {
        sequence.tokensLeft = message.forcedTokens;
        this.#reading.push(sequence);
        return;
      }
    }
    if (sequence.stepsLeft > 0) this.#decoding.push(sequence);
    else events.push({ kind: 'done', message, afterMs });
  }

  #decode(beginMs: number, events: RoundEvent[]): number {
    const ms = this.#times.stepMs(this.#decoding.length);
    for (const sequence of this.#decoding) {
      sequence.stepsLeft -= 1;
      if (sequence.stepsLeft === 0) events.push({ kind: 'done', message: sequence.message, afterMs: beginMs + ms });
    }
    this.#decoding = this.#decoding.filter(({ stepsLeft }) => stepsLeft > 0);
    return ms;
  }
}
