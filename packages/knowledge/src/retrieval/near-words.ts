import { isWithinOneEdit } from './edit-distance.ts';

/** A message may be made of unknown words: so many are looked for, which keeps the event loop free. */
export const MOST_UNKNOWN_WORDS = 30;

/** Distinct words by their length: a misspelled word is compared with those of about its own length only. */
export class NearWords {
  readonly #byLength = new Map<number, { word: string; place: number }[]>();
  #size = 0;

  /** @param word one that was not added before */
  add(word: string): void {
    const entry = { word, place: this.#size };
    const ofLength = this.#byLength.get(word.length);
    if (ofLength) ofLength.push(entry);
    else this.#byLength.set(word.length, [entry]);
    this.#size += 1;
  }

  /** Words that one letter makes of this one, in the order that they were added in. */
  of(word: string): string[] {
    return [-1, 0, 1]
      .flatMap((difference) => this.#byLength.get(word.length + difference) ?? [])
      .filter((entry) => isWithinOneEdit(word, entry.word))
      .sort((a, b) => a.place - b.place)
      .map((entry) => entry.word);
  }
}
