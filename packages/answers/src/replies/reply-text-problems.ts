import { knowledgeLimits } from '@frontdesk/protocol';
import { normalisePassage } from '../passage-text.ts';
import {
  branchesAreToldApart,
  englishReplies,
  type LeadIn,
  type ListedReply,
  listedReplies,
  type Reply,
  type ReplyList,
  type ReplyTexts,
} from './reply-list.ts';

/** Why a site's wording of an entry can't be used. */
export interface ReplyTextProblem {
  id: string;
  problem: string;
}

/** With the site's name in them, longer than any that may be told apart by a word. */
const exampleSite = 'Example';

/**
 * What is wrong with a site's own wordings; empty for those that can be used. The first word must tell whether the
 * assistant answers, hands over or replies, since the model is asked for that by its first token.
 * @param all what the site's list is made with, where that is more than its own wordings (`wordingsOf`)
 */
export function replyTextProblems(texts: ReplyTexts, all = texts): ReplyTextProblem[] {
  const problems = Object.entries(texts).flatMap(([id, text]) => {
    const entry = listedReplies.find((listed) => listed.id === id);
    const problem = entry ? problemOf(entry, text) : 'There is no such entry.';
    return problem === undefined ? [] : [{ id, problem }];
  });
  return problems.length > 0 ? problems : mixedUp(texts, all);
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

function mixedUp(texts: ReplyTexts, all: ReplyTexts): ReplyTextProblem[] {
  const { leadIns, replies } = englishReplies(exampleSite, all);
  const entries = [...leadIns, ...replies];
  return entries
    .filter(({ id }) => id in texts)
    .flatMap((entry) => {
      const others = entries.filter((one) => one !== entry);
      const twin = others.find(({ text }) => text === entry.text);
      if (twin) return { id: entry.id, problem: 'Another entry says the same.' };
      const rival = others.find((one) => !branchesAreToldApart(listOf(one, entry), firstWord));
      if (!rival) return [];
      return {
        id: entry.id,
        problem: `“${rival.text}” is for something else and begins with the same word: begin with another one.`,
      };
    });
}

function listOf(...entries: (LeadIn | Reply)[]): ReplyList {
  return {
    leadIns: entries.filter((entry) => !('kind' in entry)),
    replies: entries.filter((entry) => 'kind' in entry),
  };
}

function firstWord(text: string): string {
  return text.match(/^[\p{L}\p{N}]+/u)?.[0] ?? text.slice(0, 1);
}
