import { cleanText } from './clean-text.ts';

/**
 * A passage as it stands in a prompt and is quoted: one line, in Unicode's composed form, one space between words, no
 * outer blanks. So every sentence of it begins after a space, where byte-level tokenizers always begin a new token, and
 * the ids of a joined text are the ids of its parts, joined.
 */
export function normalisePassage(text: string): string {
  return cleanText(text).normalize('NFC').replace(/\s+/g, ' ').trim();
}
