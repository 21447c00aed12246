import type { Sequence } from './sequence.ts';

/** One run of the model: `sequence` reads its next `tokens` tokens. */
export interface Step {
  sequence: Sequence;
  tokens: number;
}

/**
 * Tokens of a prompt that one step reads at most. Between steps an ended sequence leaves its slot, so this bounds how
 * long a cancelled prefill holds it; longer chunks are hardly faster (README, "Figures").
 */
export const PREFILL_CHUNK_TOKENS = 256;

/** Who is in a slot, who waits for one, and what the next step does. First come, first served. */
export class Scheduler {
  readonly #slots: number;
  #running: Sequence[] = [];
  #waiting: Sequence[] = [];

  constructor(slots: number) {
    this.#slots = slots;
  }

  add(sequence: Sequence): void {
    this.#waiting.push(sequence);
  }

  /** All sequences that have not left yet. */
  get sequences(): Sequence[] {
    return [...this.#running, ...this.#waiting];
  }

  /** Frees the slots of ended sequences, fills free slots from the queue, and chooses a step; none if nothing is to do. */
  schedule(): Step | undefined {
    const alive = (sequence: Sequence) => !sequence.ended;
    this.#running = this.#running.filter(alive);
    this.#waiting = this.#waiting.filter(alive);
    this.#running.push(...this.#waiting.splice(0, this.#slots - this.#running.length));
    const [sequence] = this.#running;
    return sequence && { sequence, tokens: stepTokens(sequence.unreadPromptTokens) };
  }
}

/** A prompt is read in chunks; what was generated, one token at a time. */
function stepTokens(unreadPromptTokens: number): number {
  return Math.max(1, Math.min(unreadPromptTokens, PREFILL_CHUNK_TOKENS));
}
