/** About 50 words: quicker than anybody reads, slow enough to see where the text goes on. */
const charsPerSecond = 300;
/** What waits is shown within about this time, however much it is. */
const catchUpMs = 800;
/** Shown as soon as there is anything: the wait for an answer ends with its first words, not with a first letter. */
const firstChars = 12;
/** A run without a blank that is longer is no word (Chinese, an address): it is cut anywhere. */
const longestWordChars = 24;

/**
 * Pure: how much of a text is to be seen `elapsedMs` after its first `shown` characters were. Reading pace, or quicker
 * where much is waiting, so that a long answer is no longer a wait than a short one.
 * @returns a count of UTF-16 units, perhaps with a fraction
 */
export function paceOn(shown: number, length: number, elapsedMs: number): number {
  const perMs = Math.max(charsPerSecond / 1000, (length - shown) / catchUpMs);
  return Math.min(length, shown + perMs * elapsedMs);
}

/** Pure: the first words of a text if `shown` is before them, else where the word ends that `shown` falls in. */
export function wordEnd(text: string, shown: number): number {
  const first = text.search(/\S/);
  const from = Math.ceil(Math.max(shown, first + firstChars));
  if (first === -1 || from >= text.length) return text.length;
  // A place right behind a word is its end.
  const blank = text.slice(from, from + longestWordChars).search(/\s/);
  if (blank !== -1) return from + blank;
  if (from + longestWordChars >= text.length) return text.length;
  return isLowSurrogate(text.charCodeAt(from)) ? from + 1 : from;
}

const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;
