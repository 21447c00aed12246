import type { LogitsRow } from '../logits/logits-row.ts';

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
  /** What is penalised, in arrays, which are gone over several times as fast as a map. */
  readonly #ids: number[] = [];
  /** How often the answer has each; 0: it is the prompt's alone. */
  readonly #counts: number[] = [];
  readonly #placeOf = new Map<number, number>();

  constructor(penalties: Penalties, promptIds: readonly number[]) {
    const { repetitionPenalty = 1, frequencyPenalty = 0, presencePenalty = 0, logitBias = new Map() } = penalties;
    this.#penalties = { repetitionPenalty, frequencyPenalty, presencePenalty, logitBias };
    for (const id of repetitionPenalty === 1 ? [] : promptIds) this.#add(id, 0);
  }

  /** The answer has one more id. */
  count(id: number): void {
    const { repetitionPenalty, frequencyPenalty, presencePenalty } = this.#penalties;
    if (repetitionPenalty !== 1 || frequencyPenalty !== 0 || presencePenalty !== 0) this.#add(id, 1);
  }

  #add(id: number, times: number): void {
    const place = this.#placeOf.get(id);
    if (place === undefined) {
      this.#placeOf.set(id, this.#ids.length);
      this.#ids.push(id);
      this.#counts.push(times);
    } else this.#counts[place] = (this.#counts[place] as number) + times;
  }

  /** Changes the row's logits. */
  apply(row: LogitsRow): void {
    const { repetitionPenalty, frequencyPenalty, presencePenalty, logitBias } = this.#penalties;
    for (let place = 0; place < this.#ids.length; place++) {
      const id = this.#ids[place] as number;
      const count = this.#counts[place] as number;
      const taken = count > 0 ? presencePenalty + count * frequencyPenalty : 0;
      row.set(id, scaled(row.logits[id] as number, repetitionPenalty) - taken);
    }
    for (const [id, bias] of logitBias) row.set(id, (row.logits[id] as number) + bias);
  }
}

/** Of the quotient and the product the one nearer to being forbidden. */
function scaled(logit: number, penalty: number): number {
  const quotient = logit / penalty;
  const product = logit * penalty;
  return penalty > 1 ? Math.min(quotient, product) : Math.max(quotient, product);
}
