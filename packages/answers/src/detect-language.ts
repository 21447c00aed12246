import { languageCode } from '@frontdesk/protocol';
import { eld } from 'eld/small';
import { saysNothing } from './manner.ts';

/** Texts that resemble an answered language nearly as much are taken for it: a word may come from anywhere. */
const leastDistance = 0.1;
/** Of few words: "reset password" resembles Italian by 0.11 more than English. */
const leastDistanceOfFew = 0.15;
/** And with less than this it is chance, unless a letter tells: "helmet hire" is Hungarian by 0.63, and no English at all. */
const leastScoreOfFew = 0.735;
const hasForeignLetter = (text: string): boolean => /(?![a-z])\p{L}/iu.test(text);

/** Begins in English, and names whoever is greeted: "hi Marco". */
const greetings =
  /^\W*(?:(?:hi|hiya|hello|hey|dear|good (?:morning|afternoon|evening)|there|team|all|everyone|(?:(?:and|or) )?(?:sirs?|madam))\b[\s\p{P}]*)+/iu;
const names = /^(?:\p{Lu}\p{Ll}[\p{L}'’-]*[\s\p{P}]*)+/u;
function withoutGreeting(text: string): string {
  const rest = text.replace(greetings, '');
  return rest === text ? text : rest.replace(names, '');
}

/** So few words say too little of their language: "gift voucher" resembles Danish. */
const fewWords = 3;
const isShort = (text: string): boolean => text.trim().split(/\s+/).length <= fewWords;

/** Addresses have words of whatever language their owner speaks, and are in none. Looked for once a word: thousands of letters may be one. */
const addresses = /(?<!\S)\S+@\S+|(?:https?:\/\/|www\.)\S+/giu;

/** What the detector calls Indonesian too, which has more speakers: who reads one reads the other. */
const malay = 'ms';
const detectorsCode = (language: string) => (language === 'id' ? malay : language);

/** Scripts that no word of another comes from, and the language that each is most likely, where nothing else tells. */
const scripts: readonly { pattern: RegExp; names: readonly string[]; language: string }[] = [
  { pattern: /[\p{Script=Hiragana}\p{Script=Katakana}]/u, names: ['Jpan'], language: 'ja' },
  { pattern: /\p{Script=Hangul}/u, names: ['Kore'], language: 'ko' },
  { pattern: /\p{Script=Han}/u, names: ['Hans', 'Hant', 'Jpan'], language: 'zh' },
  { pattern: /\p{Script=Cyrillic}/u, names: ['Cyrl'], language: 'ru' },
  { pattern: /\p{Script=Greek}/u, names: ['Grek'], language: 'el' },
  { pattern: /\p{Script=Arabic}/u, names: ['Arab'], language: 'ar' },
  { pattern: /\p{Script=Hebrew}/u, names: ['Hebr'], language: 'he' },
  { pattern: /\p{Script=Thai}/u, names: ['Thai'], language: 'th' },
  { pattern: /\p{Script=Devanagari}/u, names: ['Deva'], language: 'hi' },
];

/** The language of a question that has no letter of a script which the site answers in, however short it is. */
function languageByScript(question: string, answered: readonly string[]): string | undefined {
  if (/\p{Script=Latin}/u.test(question)) return undefined;
  const known = answered.map((code) => new Intl.Locale(code).maximize().script ?? '');
  const found = scripts.find(({ pattern }) => pattern.test(question));
  return found && !known.some((script) => found.names.includes(script)) ? found.language : undefined;
}

/**
 * Detects that a question is in none of the languages that a site answers in. Short questions are told apart by three
 * words or so; what is in doubt counts as answered.
 *
 * @param answered ISO 639-1 codes
 * @param isInOwnWords whether the site itself uses each of the question's words, or some beside others that are words of its language: then few of them are in it
 * @returns the question's language where it is another one; undefined where it is answered, or can't be told
 */
export function detectOtherLanguage(
  question: string,
  answered: readonly string[],
  isInOwnWords = false,
): string | undefined {
  const text = withoutGreeting(question.replace(addresses, ' '));
  const isOfFew = isShort(text);
  if (isInOwnWords && isOfFew) return undefined;
  const detected = eld.detect(text);
  const scores = detected.getScores();
  if (!detected.isReliable()) return languageByScript(text, answered);
  // It may be in one that the detector does not know, where a site was told to answer in such a one.
  if (!answered.every((code) => languageCode.safeParse(code).success)) return undefined;
  const known = answered.map(detectorsCode);
  const language = detected.language;
  if (known.includes(language)) return undefined;
  const score = scores[language] ?? 0;
  const closest = Math.max(0, ...known.map((code) => scores[code] ?? 0));
  if (score - closest < (isOfFew ? leastDistanceOfFew : leastDistance)) return undefined;
  if (isOfFew && score < leastScoreOfFew && !hasForeignLetter(text)) return undefined;
  return language === malay ? 'id' : language;
}

/**
 * In which of the languages that a site answers in a customer writes. "Hello" resembles Italian, and names any language: what is told
 * by few words counts only where nothing longer tells.
 *
 * @param texts what the customer wrote, newest first: where one can't be told, the next one counts
 * @param answered ISO 639-1 codes; the first counts where none of the texts tells
 */
export function answeredLanguage(texts: readonly string[], answered: readonly string[]): string {
  const [usual = 'en', ...others] = answered;
  if (others.length === 0) return usual;
  const [short, long] = [texts.filter(isShort), texts.filter((text) => !isShort(text))];
  const told =
    firstOf(long, (text) => resembledLanguage(text, answered, leastDistance)) ??
    firstOf(short, (text) => languageOfPhrase(text, answered)) ??
    firstOf(short, (text) => resembledLanguage(text, answered, leastDistanceOfFew));
  return told ?? usual;
}

function firstOf(texts: readonly string[], tell: (text: string) => string | undefined): string | undefined {
  for (const text of texts) {
    const told = tell(text);
    if (told !== undefined) return told;
  }
  return undefined;
}

/** Of small talk, a yes or a no that is known in one of the languages alone. */
function languageOfPhrase(text: string, answered: readonly string[]): string | undefined {
  if (!/\p{L}/u.test(text) || saidAnywhere.test(text)) return undefined;
  const inEnglish = saysNothing(text);
  const known = answered.filter((language) =>
    language === 'en' ? inEnglish : !inEnglish && saysNothing(text, [language]),
  );
  return known.length === 1 ? known[0] : undefined;
}

/** Whatever else is spoken. */
const saidAnywhere = /^\W*(?:ok|okay|hi|hey|no|super|excellent|sorry|bye|hm+|eh|uh+|huh+|lol|haha\w*)\W*$/i;

/**
 * Where the detector is sure of one of the languages, and far from the first, which speaks in doubt, and from English, whose words
 * come from anywhere; the first from all others. Of Spanish and Portuguese, which resemble each other, either is told.
 */
function resembledLanguage(text: string, answered: readonly string[], distance: number): string | undefined {
  const detected = eld.detect(text.replace(addresses, ' '));
  if (!detected.isReliable()) return undefined;
  const scores = detected.getScores();
  const scoreOf = (language: string) => scores[detectorsCode(language)] ?? 0;
  const [usual] = answered;
  const best = answered.find((language) => detectorsCode(language) === detected.language);
  if (best === undefined || usual === undefined) return undefined;
  const rivals = best === usual ? answered : answered.filter((language) => language === usual || language === 'en');
  return rivals.every((rival) => rival === best || scoreOf(best) - scoreOf(rival) >= distance) ? best : undefined;
}
