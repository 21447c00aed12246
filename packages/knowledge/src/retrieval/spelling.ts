import { MOST_UNKNOWN_WORDS, NearWords } from './near-words.ts';

/** Of shorter words one letter too often makes another. */
const LEAST_LETTERS = 5;

/** Of others nothing tells whether they are words: they are read as they are written. */
const ENGLISH_LETTERS = /^[a-z]+$/;

const WORD = /(?<![\p{L}\p{N}'’])\p{L}+(?![\p{L}\p{N}'’])/gu;

/** The words of a text that its spelling can be told by, in small letters; a plural also as the singular. */
function spelledWords(text: string): string[] {
  const words = text.toLowerCase().match(WORD) ?? [];
  return words.flatMap((word) => (/[^s]s$/.test(word) ? [word, word.slice(0, -1)] : [word]));
}

/** The words of a site as it spells them, each with how often it occurs. */
export class Spellings {
  readonly #counts = new Map<string, number>();
  readonly #near = new NearWords();

  add(text: string): void {
    for (const word of spelledWords(text)) {
      const count = this.#counts.get(word) ?? 0;
      if (count === 0 && word.length >= LEAST_LETTERS) this.#near.add(word);
      this.#counts.set(word, count + 1);
    }
  }

  /**
   * Whether the site uses each word of a text, be it as a plural there or here; not so where there is none.
   *
   * @param isWord whether a word that the site never uses is one of its language all the same: it counts beside one that it uses
   */
  has(text: string, isWord: (word: string) => boolean = () => false): boolean {
    const words = text.toLowerCase().match(WORD) ?? [];
    const isUsed = (word: string) => spelledWords(word).some((form) => this.#counts.has(form));
    return words.some(isUsed) && words.every((word) => isUsed(word) || (ENGLISH_LETTERS.test(word) && isWord(word)));
  }

  /**
   * A text in which words that nobody knows stand as the site spells them, where one letter makes the difference: "vouchr" as
   * "voucher"; the most frequent one where several are meant.
   *
   * @param isWord whether a word that the site never uses is one all the same
   */
  respelled(text: string, isWord: (word: string) => boolean): string {
    const meant = new Map<string, string | undefined>();
    return text.replace(WORD, (written) => {
      const word = written.toLowerCase();
      if (word.length < LEAST_LETTERS || !ENGLISH_LETTERS.test(word)) return written;
      if (this.#counts.has(word) || isWord(word)) return written;
      if (!meant.has(word) && meant.size < MOST_UNKNOWN_WORDS) meant.set(word, this.#meantBy(word));
      return meant.get(word) ?? written;
    });
  }

  #meantBy(word: string): string | undefined {
    const countOf = (other: string) => this.#counts.get(other) ?? 0;
    const possible = this.#near.of(word).filter((other) => isMisspelling(word, other));
    return possible.sort((a, b) => countOf(b) - countOf(a))[0];
  }
}

/**
 * Of near words. Where they differ at the end only, as "ticket" and "tickets" do, both are words. So are mostly those with
 * another first letter ("mittens" and "kittens"), which hardly anybody gets wrong, unless it is swapped with the second.
 */
function isMisspelling(word: string, other: string): boolean {
  if (word[0] !== other[0]) return word[0] === other[1] && word[1] === other[0];
  return word.at(-1) === other.at(-1) || !(other.startsWith(word.slice(0, -1)) || word.startsWith(other.slice(0, -1)));
}
