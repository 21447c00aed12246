import { inboxLimits } from '@frontdesk/protocol';

/** A part of a text, and where in it the words stand that were searched for: from and, exclusive, to, in UTF-16 units. */
export interface Excerpt {
  excerpt: string;
  marks: [from: number, to: number][];
}

/** Of the text before the first word. */
const leadChars = 40;
const ellipsis = '…';

/** Pure: the part of a text around the first of the words that were searched for, or that begin so; its beginning where none is found. */
export function excerptOf(text: string, search: string): Excerpt {
  const found = placesOf(text, search);
  const first = found[0]?.[0] ?? 0;
  const isWhole = text.length <= inboxLimits.excerptChars;
  const start = isWhole ? 0 : wordAt(text, first - leadChars, first);
  const before = start > 0 ? ellipsis : '';
  const room = inboxLimits.excerptChars - before.length;
  const isCut = text.length - start > room;
  const end = isCut ? unbroken(text, start + room - ellipsis.length) : text.length;
  const excerpt = `${before}${text.slice(start, end)}${isCut ? ellipsis : ''}`;
  const moved = before.length - start;
  const marks = found.flatMap(([from, to]): Excerpt['marks'] => (to <= end ? [[from + moved, to + moved]] : []));
  return { excerpt, marks };
}

/** Each word that is searched for, wherever another one of the text is it, or begins with it. */
function placesOf(text: string, search: string): Excerpt['marks'] {
  const words = search.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '');
  // The letters that an apostrophe leaves are no words, unless there are no others.
  const long = words.filter((word) => word.length > 1);
  const wanted = (long.length > 0 ? long : words).toSorted((a, b) => b.length - a.length);
  if (wanted.length === 0) return [];
  const begins = new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])(?:${wanted.join('|')})`, 'giu');
  return [...text.matchAll(begins)].map(({ 0: word, index }) => [index, index + word.length]);
}

/** The beginning of the first word from there on, but for one that is too long to be left out. */
function wordAt(text: string, from: number, before: number): number {
  if (from <= 0) return 0;
  const gap = text.slice(from, before).search(/\s/);
  return gap < 0 ? unbroken(text, from) : from + gap + 1;
}

/** That place, or the one before it where it is in the middle of a character. */
const unbroken = (text: string, at: number): number => (/[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at);
