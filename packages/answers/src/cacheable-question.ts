import { endMark } from './end-marks.ts';
import { plainMessage } from './plain-message.ts';

/** An index entry of PostgreSQL has room for 2,700 bytes; and nobody asks the same long story twice. */
const mostBytes = 1_000;

const marksAround = new RegExp(`^[\\s¿¡"']+|(?:\\s|${endMark}|(?<!\\d)["'])+$`, 'gu');

/**
 * What a question is looked up by in the answer cache: two that differ in case, width, blanks and the marks around them
 * are the same. Signs within it stay, and those behind a number: "C" and "C++", "$5" and "€5", 32" and 32' differ.
 * @returns null for one that is not kept: nothing is left of it, or it is too long to come twice
 */
export function cacheableQuestion(text: string): string | null {
  const plain = plainMessage(text);
  // Before the marks are looked for: that takes the square of their number.
  if (Buffer.byteLength(plain) > mostBytes) return null;
  return plain.replace(marksAround, '') || null;
}
