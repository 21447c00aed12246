/** Not letters or digits, around a word; behind an address its last slash stays. */
const outerSigns = /^[^\p{L}\p{N}]+|(?<=[\p{L}\p{N}/])[^\p{L}\p{N}/]+$/gu;

/** A word without the signs around it. */
export function coreOf(word: string): string {
  return word.replace(outerSigns, '');
}

/** A word's letters and digits; a share has none of a date. */
export const partsOf = (word: string): string[] =>
  word.includes('%') ? [] : word.split(/[^\p{L}\d]+/u).filter((part) => part !== '');

export const lastPartOf = (words: readonly string[]): string => partsOf(words.at(-1) ?? '').at(-1) ?? '';
