import { EngineError } from './engine-error.ts';

type AllowedNext = (generatedIds: readonly number[]) => readonly number[] | undefined;

/** Asks what may follow, about each place of an answer once, also where that was looked at ahead. */
export class AllowedIds {
  readonly #allowedNext: AllowedNext;
  /** What was looked at ahead, by the number of ids before it. */
  readonly #ahead = new Map<number, readonly number[] | undefined>();

  constructor(allowedNext: AllowedNext) {
    this.#allowedNext = allowedNext;
  }

  /** Which ids may follow `ids`; undefined: all. They stay to be taken. @throws what `allowedNext` throws */
  lookAhead(ids: readonly number[]): readonly number[] | undefined {
    const allowed = this.#allowedNext(ids);
    this.#ahead.set(ids.length, allowed);
    return allowed;
  }

  /** The same, the answer having come so far. */
  take(ids: readonly number[]): readonly number[] | undefined {
    if (!this.#ahead.has(ids.length)) return this.#allowedNext(ids);
    const allowed = this.#ahead.get(ids.length);
    this.#ahead.delete(ids.length);
    return allowed;
  }
}

/**
 * Once over the list, without a call for each id: lists have thousands of ids, and there is one for every step.
 *
 * @throws EngineError `invalid_request`
 */
export function checkAllowed(allowed: readonly number[], vocabSize: number): void {
  let previous = -1;
  for (let index = 0; index < allowed.length; index++) {
    const id = allowed[index] as number;
    if (!(id > previous && id < vocabSize && Number.isInteger(id))) {
      throw new EngineError(
        'invalid_request',
        `allowedNext gave ${id} after ${previous} (ids ascend, below ${vocabSize})`,
      );
    }
    previous = id;
  }
}
