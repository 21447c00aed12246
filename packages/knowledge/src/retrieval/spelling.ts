import { isWithinOneEdit } from './edit-distance.ts';

/** Of shorter words one letter too often makes another. */
const LEAST_LETTERS = 5;

const WORD = /(?<![\p{L}\p{N}'’])\p{L}+(?![\p{L}\p{N}'’])/gu;

/** The words of a text that its spelling can be told by, in small letters; a plural also as the singular. */
export function spelledWords(text: string): string[] {
  const words = text.toLowerCase().match(WORD) ?? [];
  return words.flatMap((word) => (/[^s]s$/.test(word) ? [word, word.slice(0, -1)] : [word]));
}

/** Whether a site uses each word of a text, be it as a plural there or here; not so where there is none. */
export function isInWordsOf(text: string, known: ReadonlyMap<string, number>): boolean {
  const words = text.toLowerCase().match(WORD) ?? [];
  return words.length > 0 && words.every((word) => spelledWords(word).some((form) => known.has(form)));
}

/**
 * A text in which words that nobody knows stand as a site spells them, where one letter makes the difference: "vouchr" as
 * "voucher".
 *
 * @param known how often each word occurs on the site; of several the most frequent one is meant
 * @param isWord whether a word that the site never uses is one all the same
 */
export function respelled(text: string, known: ReadonlyMap<string, number>, isWord: (word: string) => boolean): string {
  return text.replace(WORD, (written) => {
    const word = written.toLowerCase();
    if (word.length < LEAST_LETTERS || known.has(word) || isWord(word)) return written;
    let meant = { word: written, count: 0 };
    for (const [other, count] of known) {
      if (count > meant.count && other.length >= LEAST_LETTERS && isMisspelling(word, other))
        meant = { word: other, count };
    }
    return meant.word;
  });
}

/** Where they differ at the end only, as "ticket" and "tickets" do, both are words. */
function isMisspelling(word: string, other: string): boolean {
  if (!isWithinOneEdit(word, other)) return false;
  return word.at(-1) === other.at(-1) || !(other.startsWith(word.slice(0, -1)) || word.startsWith(other.slice(0, -1)));
}
