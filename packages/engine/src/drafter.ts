/** Ids that must have come before in the same order: what followed them then is guessed to follow them now. */
const ALIKE_IDS = 3;
/** What a guess counts after the next one, where it is told how many come true. */
const DECAY = 0.9;

/**
 * Guesses what a sequence says next from what it has read: a model that answers from a text says much of it word for word. A run
 * reads several guesses in hardly more time than one id, and its logits tell which of them the model would have said.
 */
export class Drafter {
  #guess: readonly number[] = [];
  // Before anything is known, one of two comes true.
  #true = 1;
  #all = 2;

  /** What followed the last time that `ids` ended as they do now, `most` ids at most. */
  guess(ids: readonly number[], most: number): readonly number[] {
    this.#guess = most > 0 ? followers(ids, most) : [];
    return this.#guess;
  }

  /** The share of first guesses that came true, of late. */
  get trueShare(): number {
    return this.#true / this.#all;
  }

  /** Said was `id`, whether its guess was read beforehand or not. */
  observe(id: number): void {
    const [guessed] = this.#guess;
    if (guessed === undefined) return;
    this.#true = this.#true * DECAY + (guessed === id ? 1 : 0);
    this.#all = this.#all * DECAY + 1;
    this.follow(id);
  }

  /** `id` came without being said: it was forced. That the guess had it there proves nothing. */
  follow(id: number): void {
    const [guessed, ...rest] = this.#guess;
    this.#guess = guessed === id ? rest : [];
  }
}

function followers(ids: readonly number[], most: number): number[] {
  const tail = ids.length - ALIKE_IDS;
  for (let at = tail - 1; at >= 0; at--) {
    if (isAlike(ids, at, tail)) return goOnAs(ids, at + ALIKE_IDS, most);
  }
  return [];
}

/** The ids from `at` on; behind the last, the guess itself: what repeats itself is guessed to go on. */
function goOnAs(ids: readonly number[], at: number, most: number): number[] {
  const guess: number[] = [];
  for (let place = at; guess.length < most; place++) guess.push((ids[place] ?? guess[place - ids.length]) as number);
  return guess;
}

function isAlike(ids: readonly number[], at: number, other: number): boolean {
  for (let place = 0; place < ALIKE_IDS; place++) if (ids[at + place] !== ids[other + place]) return false;
  return true;
}
