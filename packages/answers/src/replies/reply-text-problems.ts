import { knowledgeLimits, type ReplyProblem } from '@frontdesk/protocol';
import { normalisePassage } from '../passage-text.ts';
import {
  type ListedReply,
  languagesOfTexts,
  listedReplies,
  type ReplyTexts,
  repliesIn,
  replyKey,
  rivalsOf,
} from './reply-list.ts';

/**
 * What is wrong with a site's own wordings; empty for those that can be used. The first word must tell whether the
 * assistant answers, hands over or replies, since the model is asked for that by its first token. How a vocabulary cuts a
 * word that the list does not come with is not known here: what might be cut alike is refused.
 * @param all what the site's list is made with, where that is more than its own wordings (`wordingsOf`)
 */
export function replyTextProblems(siteName: string, texts: ReplyTexts, all = texts): ReplyProblem[] {
  const problems = Object.entries(texts).flatMap(([id, text]) => {
    const entry = listedReplies.find((listed) => listed.id === id);
    const problem = entry ? problemOf(entry, text) : 'There is no such entry.';
    return problem === undefined ? [] : [{ id, problem }];
  });
  return problems.length > 0 ? problems : mixedUp(siteName, texts, all);
}

/** What claims something before the sentence that it stands in front of, by the language of the list. */
const claims: Readonly<Record<string, RegExp>> = {
  en: wordsOf('yes|no|not|sure|of course|always|never'),
  de: wordsOf('ja|nein|nicht|keine?|sicher|natürlich|immer|nie|niemals'),
  es: wordsOf('sí|no|claro|seguro|siempre|nunca|jamás'),
  fr: wordsOf('oui|non|pas|sûr|toujours|jamais'),
  it: wordsOf('sì|no|non|certo|sicuro|sempre|mai'),
  nl: wordsOf('ja|nee|niet|geen|zeker|natuurlijk|altijd|nooit'),
  pt: wordsOf('sim|não|claro|certo|sempre|nunca|jamais'),
};

function wordsOf(words: string): RegExp {
  return new RegExp(`(?<!\\p{L})(?:${words})(?!\\p{L})`, 'iu');
}

function problemOf({ kind, language }: ListedReply, text: string): string | undefined {
  if (text.trim() === '') return 'This can not be empty.';
  if (text.length > knowledgeLimits.replyChars) return `This is longer than ${knowledgeLimits.replyChars} characters.`;
  if (text !== normalisePassage(text)) return 'This must be one line, without double or outer blanks.';
  if (/[{}]/.test(text.replaceAll('{site}', ''))) return 'Only {site} can be filled in.';
  if (kind !== 'lead-in') return undefined;
  if (!text.endsWith(':')) return 'This stands before a sentence and must end with a colon.';
  if (/\d/.test(text) || claims[language]?.test(text)) return 'This must claim nothing: no yes, no “no”, no number.';
  return undefined;
}

function mixedUp(siteName: string, texts: ReplyTexts, all: ReplyTexts): ReplyProblem[] {
  return languagesOfTexts(texts).flatMap((language) => {
    const list = repliesIn(language, siteName, all);
    const entries = [...list.leadIns, ...list.replies];
    const alike = language === 'en' ? mayBeginAlike : beginWithOneLetter;
    const beginning = language === 'en' ? firstWord : firstLetter;
    return entries.flatMap((entry) => {
      const id = replyKey(language, entry.id);
      if (!(id in texts)) return [];
      const twin = entries.find((one) => one !== entry && one.text === entry.text);
      if (twin) return { id, problem: 'Another entry says the same.' };
      const [rival] = rivalsOf(entry, list, alike);
      if (!rival) return [];
      const part = language === 'en' ? 'word' : 'letter';
      return {
        id,
        problem: `“${rival.text}” is for something else and begins alike: begin with another ${part} than “${beginning(entry.text)}”.`,
      };
    });
  });
}

/** Of other languages no vocabulary is known to have even common words whole. */
function beginWithOneLetter(text: string, other: string): boolean {
  return firstLetter(text) === firstLetter(other);
}

/** Without its accents, which may be cut off as well. */
function firstLetter(text: string): string {
  return text.normalize('NFD').slice(0, 1).toUpperCase();
}

function firstWord(text: string): string {
  return text.match(/^[\p{L}\p{N}]+/u)?.[0] ?? text.slice(0, 1);
}

/** What the default model's vocabulary cuts off first, of words that the list begins with: it has the others whole. */
const firstPieces = new Map([
  ['Goodbye', 'Good'],
  ['Answers', 'An'],
  ['Discounts', 'Disc'],
]);

function beginningOf(text: string): string {
  const word = firstWord(text);
  return firstPieces.get(word) ?? word;
}

const usual = repliesIn('en', '');
const knownBeginnings = new Set([...usual.leadIns, ...usual.replies].map(({ text }) => beginningOf(text)));

/** "Ihr" may be cut into "I" and "hr"; "If" is known not to be. */
export function mayBeginAlike(text: string, other: string): boolean {
  const [one, two] = [beginningOf(text), beginningOf(other)];
  if (one === two) return true;
  return (one.startsWith(two) && !knownBeginnings.has(one)) || (two.startsWith(one) && !knownBeginnings.has(two));
}
