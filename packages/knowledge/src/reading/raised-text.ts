// Marks around raised text until its line is whole. Other text that has them, for private use, means nothing by them, and
// `cleanText` takes out what is left.
const start = '\u{10fffc}';
const end = '\u{10fffd}';
const raised = new RegExp(`( ?)${start}([^${start}${end}]*)${end}`, 'gu');

export const startRaised = start;
export const endRaised = end;

/** As much of what stands around raised text as tells what it is. */
const aroundChars = 24;

const noteMarks = /^\d{1,2}\)?(?:\s?[,;]\s?\d{1,2}\)?){0,9}$/;
const decimals = /\d[.,:]\d{1,2}$/;
const year = /(?<!\d)(?:1[89]|20)\d\d$/;

/**
 * A line as it is told where some of it is raised: figures are not made part of the number before or behind them. They are
 * cents or minutes ("5.99", "9.30"), part of a fraction ("1 1/2"), an exponent ("10^6"), or the mark of a note, which is left out.
 */
export function tellRaised(line: string): string {
  if (!line.includes(start)) return line;
  const joined = line.replaceAll(end + start, '');
  return joined.replace(raised, (all: string, space: string, text: string, at: number) => {
    const before = joined.slice(Math.max(0, at - aroundChars), at);
    const behind = joined.slice(at + all.length, at + all.length + aroundChars);
    const told = toldFigures(before, text.trim(), behind) ?? space + text;
    return /\d$/.test(told) && /^\d/.test(behind) ? `${told} ` : told;
  });
}

/** Null for what is told as it stands. */
function toldFigures(before: string, figures: string, behind: string): string | null {
  // "49 €¹ a month" would tell of one euro; but "5€99" is a price.
  if (/\d\s?[\p{Sc}%]$/u.test(before) && /^\d\)?$/.test(figures)) return '';
  if (!/\d$/.test(before) || !/^[+\u2212–-]?\d/.test(figures)) return null;
  if (/^\s?[/\u2044]/.test(behind)) return ` ${figures}`;
  if (!/^\d/.test(figures) || isExponent(before, figures)) return `^${figures}`;
  const isPart = /^\d\d(?!\d|\s?[,;)])/.test(figures) && !decimals.test(before) && !year.test(before);
  if (isPart) return `${/\d\.\d{3}$/.test(before) ? ',' : '.'}${figures}`;
  return noteMarks.test(figures) ? '' : ` ${figures}`;
}

/** Of ten, as large numbers are written; but the first notes of a page are more often 1 and 2. */
const isExponent = (before: string, figures: string): boolean =>
  /[×·*x]\s?10$/.test(before)
    ? /^\d{1,2}$/.test(figures)
    : /(?<![\d.,:\p{Sc}])10$/u.test(before) && /^[3-9]$/.test(figures);
