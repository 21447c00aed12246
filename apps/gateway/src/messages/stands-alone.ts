import { detectOtherLanguage } from '@frontdesk/answers';
import { dependsOnPrevious } from '@frontdesk/knowledge/follow-up';

/** Who writes less says yes, or names a size or a place that they were asked for. */
const fewestWords = 4;

/**
 * Whether a text means the same wherever in a conversation it is said. Which words point back is known in English alone: what is in
 * another language may always do so.
 */
export function standsAlone(text: string): boolean {
  const words = text.match(/[\p{L}\p{N}'’]+/gu) ?? [];
  return words.length >= fewestWords && !dependsOnPrevious(text) && detectOtherLanguage(text, ['en']) === undefined;
}
