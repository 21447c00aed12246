import { knowledgeLimits } from '@frontdesk/protocol';
import { normalisePassage } from '../passage-text.ts';
import { englishReplies, type ListedReply, listedReplies, type ReplyTexts, rivalsOf } from './reply-list.ts';

/** Why a site's wording of an entry can't be used. */
export interface ReplyTextProblem {
  id: string;
  problem: string;
}

/**
 * What is wrong with a site's own wordings; empty for those that can be used. The first word must tell whether the
 * assistant answers, hands over or replies, since the model is asked for that by its first token. How a vocabulary cuts a
 * word that the list does not come with is not known here: what might be cut alike is refused.
 * @param all what the site's list is made with, where that is more than its own wordings (`wordingsOf`)
 */
export function replyTextProblems(siteName: string, texts: ReplyTexts, all = texts): ReplyTextProblem[] {
  const problems = Object.entries(texts).flatMap(([id, text]) => {
    const entry = listedReplies.find((listed) => listed.id === id);
    const problem = entry ? problemOf(entry, text) : 'There is no such entry.';
    return problem === undefined ? [] : [{ id, problem }];
  });
  return problems.length > 0 ? problems : mixedUp(siteName, texts, all);
}

function problemOf({ kind }: ListedReply, text: string): string | undefined {
  if (text.trim() === '') return 'This can not be empty.';
  if (text.length > knowledgeLimits.replyChars) return `This is longer than ${knowledgeLimits.replyChars} characters.`;
  if (text !== normalisePassage(text)) return 'This must be one line, without double or outer blanks.';
  if (/[{}]/.test(text.replaceAll('{site}', ''))) return 'Only {site} can be filled in.';
  if (kind !== 'lead-in') return undefined;
  if (!text.endsWith(':')) return 'This stands before a sentence and must end with a colon.';
  if (/\d|\b(yes|no|not|sure|of course|always|never)\b/i.test(text))
    return 'This must claim nothing: no yes, no “no”, no number.';
  return undefined;
}

function mixedUp(siteName: string, texts: ReplyTexts, all: ReplyTexts): ReplyTextProblem[] {
  const list = englishReplies(siteName, all);
  const entries = [...list.leadIns, ...list.replies];
  return entries
    .filter(({ id }) => id in texts)
    .flatMap((entry) => {
      const twin = entries.find((one) => one !== entry && one.text === entry.text);
      if (twin) return { id: entry.id, problem: 'Another entry says the same.' };
      const [rival] = rivalsOf(entry, list, mayBeginAlike);
      if (!rival) return [];
      return {
        id: entry.id,
        problem: `“${rival.text}” is for something else and begins alike: begin with another word than “${firstWord(entry.text)}”.`,
      };
    });
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

const usual = englishReplies('');
const knownBeginnings = new Set([...usual.leadIns, ...usual.replies].map(({ text }) => beginningOf(text)));

/** "Ihr" may be cut into "I" and "hr"; "If" is known not to be. */
export function mayBeginAlike(text: string, other: string): boolean {
  const [one, two] = [beginningOf(text), beginningOf(other)];
  if (one === two) return true;
  return (one.startsWith(two) && !knownBeginnings.has(one)) || (two.startsWith(one) && !knownBeginnings.has(two));
}
