import { cleanText } from '../clean-text.ts';
import en from './en.json' with { type: 'json' };
import otherLanguages from './other-languages.json' with { type: 'json' };

export type ReplyKind =
  /** The passages do not answer it, or there is doubt. */
  | 'hand-over'
  /** The customer wishes for a person. */
  | 'person'
  /** Somebody is in danger. */
  | 'emergency'
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
const handOverKinds: ReadonlySet<ReplyKind> = new Set(['hand-over', 'person', 'emergency', 'anger']);

/** Whether a reply hands the conversation over to a person, where its site has some. */
export function handsOver({ kind }: Pick<Reply, 'kind'>): boolean {
  return handOverKinds.has(kind);
}

/** A site's own wordings, by the id of the entry that they replace. `{site}` stands for the site's name. */
export type ReplyTexts = Readonly<Record<string, string>>;

/** An entry of the list before the site's name is put in, and what it is for. */
export interface ListedReply {
  id: string;
  kind: ReplyKind | 'lead-in';
  text: string;
  /** For whoever edits it. */
  for: string;
}

/** The whole list as it comes: lead-ins, replies, and the hand-overs that no model chooses: after files alone, and in each other language. */
export const listedReplies: readonly ListedReply[] = [
  ...en.leadIns.map((leadIn) => ({ ...leadIn, kind: 'lead-in' as const })),
  ...en.replies.map((reply) => ({ ...reply, kind: reply.kind as ReplyKind })),
  { ...en.onlyFiles, kind: 'hand-over' as const },
  ...Object.entries(otherLanguages).map(([language, text]) => ({
    ...{ id: `language-${language}`, kind: 'hand-over' as const, text },
    for: `a question in another language: ${new Intl.DisplayNames('en', { type: 'language' }).of(language)}`,
  })),
];

/** What is said instead by a site that has nobody behind its assistant, of the entries that offer a person. */
const textsAlone: ReplyTexts = {
  ...Object.fromEntries(
    [...en.replies, en.onlyFiles].flatMap(({ id, alone }) => (alone === undefined ? [] : [[id, alone] as const])),
  ),
  // The second sentence of a translation is the offer.
  ...Object.fromEntries(
    Object.entries(otherLanguages).map(([language, text]) => [
      `language-${language}`,
      text.replace(/(?<=[.।。]).*/u, ''),
    ]),
  ),
};

/**
 * The wordings that a site's list is made with: its own ones, and, where nothing is handed over, those that offer nobody in
 * place of what the list comes with.
 */
export function wordingsOf(own: ReplyTexts, { handsOver }: { handsOver: boolean }): ReplyTexts {
  return handsOver ? own : { ...textsAlone, ...own };
}

/** The list in English, in the site's own words where it has some, `{site}` replaced by its name. */
export function englishReplies(siteName: string, texts: ReplyTexts = {}): ReplyList {
  const worded = (entry: { id: string; text: string }) => withSite(texts[entry.id] ?? entry.text, siteName);
  return {
    leadIns: en.leadIns.map((leadIn) => ({ id: leadIn.id, text: worded(leadIn) })),
    replies: en.replies.map((reply) => ({ id: reply.id, kind: reply.kind as ReplyKind, text: worded(reply) })),
  };
}

const forAll: ReadonlySet<string> = new Set(en.leadIns.filter((one) => one.for === 'any question').map(({ id }) => id));

/** Those that fit whatever was asked. */
export function leadInsForAll({ leadIns }: ReplyList): LeadIn[] {
  return leadIns.filter(({ id }) => forAll.has(id));
}

/** What the chat left a customer to say yes or no to: a person, or more questions. */
export type Offer = 'person' | 'more';

/** What `text` offers, as a reply of the site's list or behind an answer; undefined where it offers nothing, or is nothing of the list. */
export function offerIn(
  text: string,
  { siteName, replyTexts, handsOver }: { siteName: string; replyTexts: ReplyTexts; handsOver: boolean },
): Offer | undefined {
  const { replies } = englishReplies(siteName, wordingsOf(replyTexts, { handsOver }));
  const said = replies.find(
    (reply) => text === reply.text || (reply.kind === 'hand-over' && text.endsWith(` ${reply.text}`)),
  );
  // Whom a person was promised is not offered one.
  if (!said || (handOverKinds.has(said.kind) && said.kind !== 'hand-over')) return undefined;
  if (handsOver && textsAlone[said.id] !== undefined) return 'person';
  return said.text.endsWith('?') ? 'more' : undefined;
}

/** Which way of answering an entry belongs to: the first token of an answer decides on it. */
export function branchOf(entry: LeadIn | Reply): 'answer' | 'hand-over' | 'reply' {
  if (!('kind' in entry)) return 'answer';
  return entry.kind === 'hand-over' ? 'hand-over' : 'reply';
}

/** Entries of a list that begin like one of it and belong to another branch, so that the first token does not tell them apart. */
export function rivalsOf(
  entry: LeadIn | Reply,
  { leadIns, replies }: ReplyList,
  beginAlike: (text: string, other: string) => boolean,
): (LeadIn | Reply)[] {
  return [...leadIns, ...replies].filter(
    (other) => branchOf(other) !== branchOf(entry) && beginAlike(entry.text, other.text),
  );
}

/** A site's own wordings without those that have rivals: what the list comes with has none, and takes their place. */
export function textsToldApart(
  texts: ReplyTexts,
  siteName: string,
  beginAlike: (text: string, other: string) => boolean,
): ReplyTexts {
  const list = englishReplies(siteName, texts);
  const isOwn = ({ id }: LeadIn | Reply) => id in texts;
  const mixedUp = [...list.leadIns, ...list.replies].flatMap((entry) => {
    const rivals = isOwn(entry) ? rivalsOf(entry, list, beginAlike) : [];
    return rivals.length > 0 ? [{ id: entry.id, isAmongOwn: rivals.every(isOwn) }] : [];
  });
  // Of two own ones that are rivals one may stay.
  const dropped = mixedUp.find(({ isAmongOwn }) => !isAmongOwn) ?? mixedUp.at(-1);
  if (!dropped) return texts;
  const { [dropped.id]: _, ...others } = texts;
  return textsToldApart(others, siteName, beginAlike);
}

/** Of a list the replies of one kind alone, for a message whose manner is known; the whole list where it has none. */
export function repliesOfKind(list: ReplyList, kind: ReplyKind): ReplyList {
  const replies = list.replies.filter((reply) => reply.kind === kind);
  return replies.length > 0 ? { leadIns: [], replies } : list;
}

/** The hand-over that ends an answer in doubt. */
export function doubtReply(siteName: string, texts: ReplyTexts = {}): Reply {
  const reply = englishReplies(siteName, texts).replies.find(({ id }) => id === 'not-certain');
  if (!reply) throw new Error('the list has no reply for doubt');
  return reply;
}

/** The hand-over after files without a word: nobody asked the model anything, and it reads no files. */
export function onlyFilesReply(siteName: string, texts: ReplyTexts = {}): Reply {
  const { id, text } = en.onlyFiles;
  return { id, kind: 'hand-over', text: withSite(texts[id] ?? text, siteName) };
}

/** Languages in which a customer can be told that the site does not answer in theirs (ISO 639-1). */
export const handOverLanguages: readonly string[] = Object.keys(otherLanguages);

/** The hand-over for a question in a language that the site does not answer in; in English for one without translation. */
export function handOverIn(language: string, siteName: string, texts: ReplyTexts = {}): Reply {
  const known = (language in otherLanguages ? language : 'en') as keyof typeof otherLanguages;
  const id = `language-${known}`;
  return { id, kind: 'hand-over', text: withSite(texts[id] ?? otherLanguages[known], siteName) };
}

function withSite(text: string, siteName: string): string {
  const name = cleanText(siteName).normalize('NFC').replace(/\s+/g, ' ').trim();
  return text.replaceAll('{site}', () => name);
}
