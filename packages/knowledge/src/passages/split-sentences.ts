import { germanMonth } from '../reading/german-months.ts';

/** No sentence ends with these, whatever follows. */
const neverLast = new Set(
  'mr mrs ms mx sra srta mme mlle dr prof rev hon gen sgt capt messrs e.g i.e eg ie vs cf approx ca incl excl esp resp z.b d.h bzw ggf inkl zzgl bspw'.split(
    ' ',
  ),
);
/** These belong to a number that follows. */
const beforeNumber = new Set(
  'no nos nr fig figs art sec ch p pp vol tel ext fax min max jan feb mar apr jun jul aug sep sept oct nov dec abs str'.split(
    ' ',
  ),
);
/** A sentence may end with these: it does when what follows looks like the begin of one. */
const perhapsLast = new Set(
  'inc ltd co corp llc gmbh etc usw jr sr fr st ave rd blvd bldg dept est mon tue tues wed thu thur thurs fri sat sun hrs hr mins u.s u.k u.s.a e.u'.split(
    ' ',
  ),
);
/** After a time of day these go on: 9 a.m. Monday, 5 p.m. CET. */
const afterTime =
  /^(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?s?\b|(?:GMT|UTC|[A-Z]{1,3}[SD]?T)\b)/;
/** Longer than any sentence: unclosed brackets and the like must not gather a whole page. */
const longestSentence = 1_000;
const beginnings = new Set(
  `a after all also although an and any are as at because before both but by can contact do does don't during each every
  following for free from he here how however i if in is it its just may most must my no not of on once only or orders other our
  out payment please refunds returns shipping she since so some that the their then there these they this those to under
  unless until we what when where whether which while who why will with within without yes you your`
    .split(/\s+/)
    .filter(Boolean),
);
const windowChars = 2_048;
const windowMargin = 256;
const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/**
 * Splits one line of text into its sentences; joined by one space they give the text again. Where Unicode's rules end a
 * sentence too early (abbreviations, initials, an open bracket, the question mark of an address) it goes on.
 */
export function splitSentences(line: string): string[] {
  const sentences: string[] = [];
  let sentence = '';
  const text = line.trim();
  for (const { segment, index } of segmentsOf(text)) {
    if (sentence !== '' && isEnd(sentence, segment, text.slice(index, index + longestSentence))) {
      sentences.push(sentence.trim());
      sentence = '';
    }
    sentence += segment;
  }
  if (sentence.trim() !== '') sentences.push(sentence.trim());
  return sentences;
}

/** Where Unicode's rules part a text. Each step of the segmenter takes as long as its text is, so it gets a window of it. */
function* segmentsOf(text: string): Generator<{ segment: string; index: number }> {
  let size = windowChars;
  for (let from = 0; from < text.length; ) {
    const to = from + size;
    const begun = from;
    for (const { segment, index } of segmenter.segment(text.slice(from, to))) {
      const end = begun + index + segment.length;
      // What ends near the window's end may go on behind it.
      if (to < text.length && end > to - windowMargin) break;
      yield { segment, index: begun + index };
      from = end;
    }
    size = from === begun ? size * 2 : windowChars;
  }
}

/** @param rest what follows, of which `after` is the beginning */
function isEnd(before: string, after: string, rest: string): boolean {
  if (before.length > longestSentence) return true;
  // `?` within an address, a full stop within a name. Scripts that write no spaces have signs of their own.
  if (!/\s$/.test(before)) return /[。！？｡]["'」』）)]?$/.test(before);
  const text = before.trimEnd();
  if (/^["'(]?\p{Ll}/u.test(after)) return false;
  // A number of a list, or a sign, without its sentence.
  if (/^(?:\(?\d{1,3}[.)]|\p{Lu}\)|[\p{P}\p{S}\s]+)$/u.test(text)) return false;
  if (/(?<!\S)\d{1,2}\.$/.test(text) && germanMonth.test(after)) return false;
  if (isOpen(text, rest)) return false;
  return !endsWithAbbreviation(text, after);
}

/** A bracket or a quotation is open, and closed in the rest of the line: a smiley opens none. */
function isOpen(text: string, rest: string): boolean {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  // `1)` closes nothing, and " stands for inches too.
  const isBracketed = count(/(?<![:;]-?)\(/g) > count(/(?<!^|\s\w{0,3})\)|(?<=\(\w{0,3})\)/g);
  return (isBracketed && rest.includes(')')) || (count(/(?<!\d)"/g) % 2 === 1 && rest.includes('"'));
}

function endsWithAbbreviation(text: string, after: string): boolean {
  const word = /(?:^|[\s("'[/])([\p{L}.]+)\.$/u.exec(text.slice(-40))?.[1];
  if (word === undefined) return false;
  const name = word.toLowerCase();
  if (neverLast.has(name)) return true;
  if (beforeNumber.has(name)) return /^[\d#+(]/.test(after);
  if (/^[ap]\.?m$/.test(name)) return afterTime.test(after);
  // One letter is an initial (J. Smith), letters with stops a short name (U.S.).
  if (!perhapsLast.has(name) && !/^\p{Lu}$/u.test(word) && !/^(?:\p{L}\.)+\p{L}$/u.test(word)) return false;
  const next = /^["'(]?([\p{L}']+)/u.exec(after)?.[1]?.toLowerCase() ?? '';
  return !beginnings.has(next);
}
