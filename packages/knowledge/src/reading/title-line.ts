import { denies } from '../passages/denying-words.ts';
import { hasVerb } from '../passages/fragments.ts';

const longest = 50;
const mostWords = 5;
/** What has one of them says something: "Cash only". */
const saying =
  /(?<!\p{L})(?:only|free|new|open|sold|booked|nur|kostenlos|gratis|neu|offen|seulement|gratuit|solo)(?!\p{L})/iu;

/**
 * Whether a line that is set as a heading is one: "Vaccinations". What may be said instead is text ("Cash only", "No dogs",
 * "We move in May"), or nobody would be told it.
 */
export function isTitle(line: string): boolean {
  if (line.length > longest || line.split(' ').length > mostWords || !/\p{L}{2}/u.test(line)) return false;
  if (line.endsWith('?')) return true;
  return !/[\d@.!,;]|\p{Sc}/u.test(line) && !hasVerb(line) && !denies(line) && !saying.test(line);
}

/** Whether a line is in capital letters, as headings are and hours are not. */
const isInCapitals = (line = ''): boolean => /\p{Lu}{2}/u.test(line) && !/[\p{Ll}\d]/u.test(line);

/** The same of a line of plain text in capital letters: several below each other are an address, or a sentence. */
export function isTitleInCapitals(lines: readonly string[], index: number): boolean {
  const line = lines[index]?.trim() ?? '';
  const isUnderlined = /^\s*[-=*]{3,}\s*$/.test(lines[index + 1] ?? '');
  const isAmongOthers = isInCapitals(lines[index - 1]) || isInCapitals(lines[index + 1]);
  return isInCapitals(line) && !isUnderlined && !isAmongOthers && isTitle(line);
}
