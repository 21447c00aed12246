import { denies } from '../passages/denying-words.ts';
import { hasVerb } from '../passages/fragments.ts';

const longest = 50;
const longestQuestion = 150;
const mostWords = 5;
/** What has one of them says something: "Cash only". */
const saying =
  /(?<!\p{L})(?:only|free|new|open|sold|booked|nur|kostenlos|gratis|neu|offen|seulement|gratuit|solo)(?!\p{L})/iu;

/**
 * Whether a line that is set as a heading is one: "Vaccinations". What may be said instead is text ("Cash only", "No dogs",
 * "We move in May"), or nobody would be told it.
 */
export function isTitle(line: string): boolean {
  if (!/\p{L}{2}/u.test(line)) return false;
  if (line.endsWith('?')) return line.length <= longestQuestion;
  if (line.length > longest || line.split(' ').length > mostWords) return false;
  return !/[\d@.!,;]|\p{Sc}/u.test(line) && !hasVerb(line) && !denies(line) && !saying.test(line);
}

/** Whether what stands in bold before a text, in its line, is its title: "Repairs.", "May I bring my dog?" */
export function isRunIn(bold: string): boolean {
  const text = bold.trim();
  return /[.?]$/.test(text) && isTitle(text.replace(/\.$/, ''));
}

/** Whether a line is in capital letters, as headings are and hours are not. */
const isInCapitals = (line = ''): boolean => /\p{Lu}{2}/u.test(line) && !/[\p{Ll}\d]/u.test(line);

/** Of plain text in capital letters so much may be a heading. */
const longestInCapitals = 60;
/** "WHO CAN JUMP": nobody is told anything. */
const asksInCapitals =
  /^(?:WHO|WHAT|HOW|WHEN|WHERE|WHY|WHICH|WER|WAS|WIE|WANN|WO|WARUM|QUI|QUE|QUAND|COMMENT)(?!\p{L})/u;
/** "3. PAYMENT" */
const chapter = /^\s*(?:\d{1,2}[.)])+\s+/;

/**
 * The headings of plain text that are lines in capital letters, by the places of their lines: several below each other are an
 * address, or a sentence. What may be said instead of a heading is one where text follows right below, or a list.
 * @param marks how long the mark is that each line begins with, as of a list's item; null without one
 */
export function titlesInCapitals(lines: readonly string[], marks: readonly (number | null)[]): Map<number, string> {
  const isEmpty = (index: number) => (lines[index] ?? '').trim() === '';
  const isTitleAt = (index: number, title: string): boolean => {
    const next = lines[index + 1] ?? '';
    const isNumbered = chapter.test(lines[index] ?? '');
    const isUnderlined = /^\s*[-=*]{3,}\s*$/.test(next);
    if (isUnderlined || isInCapitals(lines[index - 1]) || isInCapitals(next.replace(chapter, ''))) return false;
    if (!isNumbered && marks[index] !== null) return false;
    const isOverText = !isEmpty(index + 1) || (marks[index + 2] ?? null) !== null;
    if (isNumbered) return isOverText;
    if (isTitle(title) || asksInCapitals.test(title)) return true;
    return isOverText && isEmpty(index - 1) && /[\p{L})"':]$/u.test(title);
  };
  const titles = new Map<number, string>();
  for (const [index, line] of lines.entries()) {
    const title = line.replace(chapter, '').trim();
    if (title.length <= longestInCapitals && isInCapitals(title) && isTitleAt(index, title)) titles.set(index, title);
  }
  return titles;
}
