import { stemmer } from 'stemmer';

/** Words of a question that every passage has or that say nothing of its subject. */
const STOP_WORDS = new Set(
  (
    "a about all also am an and any are as at be been but by can can't could did do does doesn't don't for from get give go " +
    'had has have hello hi how i if in into is it its just know let like me my need of on or our please should so some ' +
    'tell than thanks that the their them then there these they this to us want was we were what when where which who why ' +
    "will with would you your i'm i'd i've it's what's is"
  ).split(' '),
);

const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu;

/** The words of a text as they are compared: in small letters, without accents, cut to their stems. */
export function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase();
  const words = plain.match(WORD) ?? [];
  return words.filter((word) => !STOP_WORDS.has(word)).map(stemOf);
}

/** Most words of a text were met before: that saves half the time in which a site's texts are indexed. */
const stems = new Map<string, string>();
const MOST_STEMS = 50_000;

function stemOf(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  if (stems.size === MOST_STEMS) stems.clear();
  const stem = stemmer(word.replace(/'.*$/, ''));
  stems.set(word, stem);
  return stem;
}
