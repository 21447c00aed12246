import { countedNoun } from '../passages/split-sentences.ts';
import { germanMonth } from './german-months.ts';

/** What items begin with, for a pattern. */
export const bulletSigns = '[-*•·◦‣▪●○–✓✔☑✅]';
const bullet = new RegExp(`^\\s*${bulletSigns}\\s+(?=\\S)`, 'u');
const number = /^\s*(\d{1,3})[.)]\s+(?=\S)/u;
/** Further nouns that are counted ("1. Kind: frei"), of which some are other words where a small letter follows ("1. Stock up"). */
const countedInList =
  /^(?:Stock|Tag|Nacht|Stunde|Woche|Monat|Jahr|Kind|Person|Gang|Platz|Reihe|Mahnung)(?!\p{L}|\s+\p{Ll})/u;
const sentenceEnd = /[.!?:;]["')\]]?$/;

/**
 * For each line that begins an item how long its mark is; null for a line that goes on. A number is a mark where lines
 * count up from 1. Any other is said in the line ("24. Dezember: closed"), which begins an item with a mark of length 0.
 */
export function listMarks(lines: readonly string[]): (number | null)[] {
  const counting = countingLines(lines);
  const note = noteLine(lines);
  let isNumberSaid = false;
  return lines.map((line, index) => {
    const before = lines[index - 1]?.trim() ?? '';
    if (index === note) return 0;
    const mark = bullet.exec(line)?.[0] ?? (counting.has(index) ? number.exec(line)?.[0] : undefined);
    // A sentence that was wrapped may go on with a number.
    const isEnded = before === '' || sentenceEnd.test(before);
    const begins = mark !== undefined || (number.test(line) && (isEnded || isNumberSaid));
    if (begins || isEnded) isNumberSaid = begins && mark === undefined;
    return begins ? (mark?.length ?? 0) : null;
  });
}

/** The one line that begins with a star, which is no list: "* On request." tells of "Rabbits*", here or elsewhere. */
function noteLine(lines: readonly string[]): number {
  const starred = [...lines.keys()].filter((index) => /^\s*\*\s/.test(lines[index] ?? ''));
  const [only = -1] = starred;
  return starred.length === 1 && /^\s*\*\s+[\p{L}\p{N}("]/u.test(lines[only] ?? '') ? only : -1;
}

/**
 * The lines whose numbers count up from 1, at least to 2, whatever stands between them; days of a month count nothing, and
 * other numbers of German nouns say which of them is meant.
 */
function countingLines(lines: readonly string[]): Set<number> {
  const counting = new Set<number>();
  let first = 0;
  let count = 0;
  for (const [index, line] of lines.entries()) {
    const [mark, digits] = number.exec(line) ?? [];
    if (mark === undefined) continue;
    const text = line.slice(mark.length);
    if ([germanMonth, countedNoun, countedInList].some((noun) => noun.test(text))) continue;
    if (Number(digits) === count + 1) count += 1;
    else count = digits === '1' ? 1 : 0;
    if (count === 1) first = index;
    if (count > 1) counting.add(first).add(index);
  }
  return counting;
}
