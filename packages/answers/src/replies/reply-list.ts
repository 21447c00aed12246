import { cleanText } from '../clean-text.ts';
import en from './en.json' with { type: 'json' };
import otherLanguages from './other-languages.json' with { type: 'json' };

export type ReplyKind =
  /** The passages do not answer it, or there is doubt. */
  | 'hand-over'
  /** The customer wishes for a person. */
  | 'person'
  | 'anger'
  | 'greeting'
  | 'thanks'
  | 'goodbye'
  /** It says what it is, and that it is not a person. */
  | 'honesty'
  | 'capability'
  | 'injection'
  | 'off-topic'
  | 'unclear';

/** What is said before sentences of passages. It claims nothing, and has neither yes nor no nor a number. */
export interface LeadIn {
  id: string;
  text: string;
}

/** Something that is said as it stands, without a passage. */
export interface Reply {
  id: string;
  kind: ReplyKind;
  text: string;
}

/**
 * All that an assistant may say beside sentences of passages. No lead-in begins with the token that a reply begins with,
 * and no reply of kind `hand-over` with the token of another: so the first token says whether the model wants to answer,
 * to hand over, or to reply.
 */
export interface ReplyList {
  leadIns: readonly LeadIn[];
  replies: readonly Reply[];
}

/** Kinds after which a person is wanted. */
const handOverKinds: ReadonlySet<ReplyKind> = new Set(['hand-over', 'person', 'anger']);

/** Whether a reply hands the conversation over to a person. */
export function handsOver({ kind }: Reply): boolean {
  return handOverKinds.has(kind);
}

/** The list in English, `{site}` replaced by the site's name. */
export function englishReplies(siteName: string): ReplyList {
  return {
    leadIns: en.leadIns.map(({ id, text }) => ({ id, text: withSite(text, siteName) })),
    replies: en.replies.map(({ id, kind, text }) => ({ id, kind: kind as ReplyKind, text: withSite(text, siteName) })),
  };
}

/** Languages in which a customer can be told that the site does not answer in theirs (ISO 639-1). */
export const handOverLanguages: readonly string[] = Object.keys(otherLanguages);

/** The hand-over for a question in a language that the site does not answer in; in English for one without translation. */
export function handOverIn(language: string, siteName: string): Reply {
  const text = (otherLanguages as Record<string, string>)[language] ?? otherLanguages.en;
  return {
    id: `language-${language in otherLanguages ? language : 'en'}`,
    kind: 'hand-over',
    text: withSite(text, siteName),
  };
}

function withSite(text: string, siteName: string): string {
  const name = cleanText(siteName).normalize('NFC').replace(/\s+/g, ' ').trim();
  return text.replaceAll('{site}', () => name);
}
