import { denies } from '../passages/denying-words.ts';
import { hasVerb } from '../passages/fragments.ts';
import { tellsHours } from '../passages/opening-hours.ts';

const longest = 50;
const longestQuestion = 150;
const mostWords = 5;
/** What has one of them says something: "Cash only". */
const saying =
  /(?<!\p{L})(?:only|free|new|open|closed|sold|booked|available|possible|included|required|optional|welcome|appointment|nur|kostenlos|gratis|neu|offen|seulement|gratuit|solo)(?!\p{L})/iu;

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

/** "Yes." answers what was asked above, and "Tel." is short for a word. */
const noRunIn =
  /^(?:\p{L}{1,4}|of course|certainly|absolutely|definitely|not yet|maybe|natürlich|leider|bien sûr|claro|certo)[.!]/iu;

/** Whether what stands in bold before a text, in its line, is its title: "Repairs.", "May I bring my dog?" */
export function isRunIn(bold: string): boolean {
  const text = bold.trim();
  return /[.?]$/.test(text) && !noRunIn.test(text) && isTitle(text.replace(/\.$/, ''));
}

/** Whether a line is in capital letters, as headings are and hours are not. */
const isInCapitals = (line = ''): boolean => /\p{Lu}{2}/u.test(line) && !/[\p{Ll}\d]/u.test(line);

/** Of plain text in capital letters so much may be a heading. */
const longestInCapitals = 60;
/** "WHO CAN JUMP": nobody is told anything. */
const asksInCapitals =
  /^(?:WHO|WHAT|HOW|WHEN|WHERE|WHY|WHICH|WER|WAS|WIE|WANN|WO|WARUM|QUI|QUE|QUAND|COMMENT)(?!\p{L})/u;
/** "WE ARE CLOSED" */
const tellsInCapitals = /^(?:WE|YOU|I|IT|THEY|OUR|ALL|THIS|PLEASE|WIR|SIE|BITTE|NOUS)(?!\p{L})/u;
/** "3. PAYMENT" */
const chapter = /^\s*(?:\d{1,2}[.)])+\s+/;
/** Behind another line these are short for something: "DHL", "XS". */
const abbreviation = /^\p{Lu}{1,5}$/u;

/** A heading of plain text. */
export interface CapitalTitle {
  text: string;
  isNumbered: boolean;
  /** It may be said itself, and stands over what follows right below alone. */
  isBrief: boolean;
}

/**
 * The headings of plain text that are lines in capital letters, by the places of their lines: several below each other are an
 * address, or a sentence. What may be said instead of a heading is one where text follows right below.
 * @param marks how long the mark is that each line begins with, as of a list's item; null without one
 */
export function titlesInCapitals(
  lines: readonly string[],
  marks: readonly (number | null)[],
): Map<number, CapitalTitle> {
  const isEmpty = (index: number) => (lines[index] ?? '').trim() === '';
  const isList = (index: number) => (marks[index] ?? null) !== null;
  const titleAt = (index: number): CapitalTitle | undefined => {
    const line = lines[index] ?? '';
    const text = line.replace(chapter, '').trim();
    if (text.length > longestInCapitals || !isInCapitals(text)) return undefined;
    const next = lines[index + 1] ?? '';
    const isUnderlined = /^\s*[-=*]{3,}\s*$/.test(next);
    if (
      isUnderlined ||
      isInCapitals((lines[index - 1] ?? '').replace(chapter, '')) ||
      isInCapitals(next.replace(chapter, ''))
    )
      return undefined;
    const isNumbered = chapter.test(line);
    const title = { text, isNumbered, isBrief: false };
    if (isNumbered) return isEmpty(index + 1) ? undefined : title;
    if (isList(index) || (abbreviation.test(text) && !isEmpty(index - 1))) return undefined;
    if (isTitle(text) || asksInCapitals.test(text)) return title;
    if (!isEmpty(index - 1) || tellsHours(text) || !/[\p{L})"':]$/u.test(text)) return undefined;
    // "DON'T JUMP IF" over a list says of each what is no sentence without.
    if (isList(index + 1) || (isEmpty(index + 1) && isList(index + 2))) return title;
    const isSaid = denies(text) || saying.test(text) || tellsInCapitals.test(text);
    return isEmpty(index + 1) || isSaid ? undefined : { ...title, isBrief: true };
  };
  return new Map(
    [...lines.keys()].flatMap((index) => {
      const title = titleAt(index);
      return title ? [[index, title]] : [];
    }),
  );
}
