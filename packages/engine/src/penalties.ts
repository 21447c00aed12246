/** What a sequence's own ids do to the logits of the next. */
export interface Penalties {
  /**
   * Logits of ids in prompt and answer are divided by it where positive, multiplied where negative (CTRL, Keskar et al.
   * 2019). 1: none. From 0.01 to 100; defaults to 1.
   */
  repetitionPenalty?: number;
  /** Taken from the logit of an id for each time that the answer has it. Defaults to 0. */
  frequencyPenalty?: number;
  /** Taken once from the logit of every id that the answer has. Defaults to 0. */
  presencePenalty?: number;
  /** Added to the logits of these ids; -Infinity forbids one. */
  logitBias?: ReadonlyMap<number, number>;
}

/** Counts a sequence's ids and changes logits by them, touching only the ids that it has. */
export class PenaltyBook {
  readonly #penalties: Required<Penalties>;
  /** Ids of the prompt that the answer does not have yet: an array is gone over several times as fast as a set. */
  #promptOnly: Uint32Array;
  readonly #answer = new Map<number, number>();

  constructor(penalties: Penalties, promptIds: readonly number[]) {
    const { repetitionPenalty = 1, frequencyPenalty = 0, presencePenalty = 0, logitBias = new Map() } = penalties;
    this.#penalties = { repetitionPenalty, frequencyPenalty, presencePenalty, logitBias };
    this.#promptOnly = Uint32Array.from(new Set(repetitionPenalty === 1 ? [] : promptIds));
  }

  /** The answer has one more id. */
  count(id: number): void {
    const count = this.#answer.get(id) ?? 0;
    if (count === 0) this.#forget(id);
    this.#answer.set(id, count + 1);
  }

  /** An id of the prompt is the answer's from now on. */
  #forget(id: number): void {
    const ids = this.#promptOnly;
    const at = ids.indexOf(id);
    if (at < 0) return;
    ids[at] = ids.at(-1) as number;
    this.#promptOnly = ids.subarray(0, -1);
  }

  /** Changes `logits` in place. */
  apply(logits: Float32Array): void {
    const { repetitionPenalty, frequencyPenalty, presencePenalty, logitBias } = this.#penalties;
    if (repetitionPenalty !== 1) {
      const ids = this.#promptOnly;
      for (let at = 0; at < ids.length; at++) scale(logits, ids[at] as number, repetitionPenalty);
      for (const id of this.#answer.keys()) scale(logits, id, repetitionPenalty);
    }
    if (frequencyPenalty !== 0 || presencePenalty !== 0) {
      for (const [id, count] of this.#answer) {
        logits[id] = (logits[id] as number) - presencePenalty - count * frequencyPenalty;
      }
    }
    for (const [id, bias] of logitBias) logits[id] = (logits[id] as number) + bias;
  }
}

/** Of the quotient and the product the one nearer to being forbidden; a branch would wait for each logit to come from memory. */
function scale(logits: Float32Array, id: number, penalty: number): void {
  const logit = logits[id] as number;
  const quotient = logit / penalty;
  const product = logit * penalty;
  logits[id] = penalty > 1 ? Math.min(quotient, product) : Math.max(quotient, product);
}
