import { cleanText } from '../clean-text.ts';
import en from './en.json' with { type: 'json' };
import { languageOfList, languagesOfLists, translations } from './list-languages.ts';
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
  | 'unclear'
  /** What is asked and said about the customer's own order where a site has that looked up: no model chooses it. */
  | 'order';

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
export function replyHandsOver({ kind }: Pick<Reply, 'kind'>): boolean {
  return handOverKinds.has(kind);
}

/** A site's own wordings, by the key ({@link replyKey}) of the entry that they replace. `{site}` stands for the site's name. */
export type ReplyTexts = Readonly<Record<string, string>>;

/** An entry of the list before the site's name is put in, and what it is for. */
export interface ListedReply {
  /** {@link replyKey} */
  id: string;
  /** Of the list that it belongs to (ISO 639-1). */
  language: string;
  kind: ReplyKind | 'lead-in';
  text: string;
  /** For whoever edits it. */
  for: string;
}

/** What a site's own wording of an entry is found by: the entry's id, in another list than the English one behind its language. */
export function replyKey(language: string, id: string): string {
  return language === 'en' ? id : `${language}/${id}`;
}

/** Of the lists that have an entry in a site's own words. */
export function languagesOfTexts(texts: ReplyTexts): string[] {
  return languagesOfLists(Object.keys(texts).map((key) => (key.includes('/') ? key.slice(0, key.indexOf('/')) : 'en')));
}

const handOverPrefix = 'language-';

/** All entries that have a wording of their own in each language; those behind the replies no model chooses. */
const entries: readonly { id: string; kind: ReplyKind | 'lead-in'; text: string; for: string; alone?: string }[] = [
  ...en.leadIns.map((leadIn) => ({ ...leadIn, kind: 'lead-in' as const })),
  ...en.replies.map((reply) => ({ ...reply, kind: reply.kind as ReplyKind })),
  { ...en.onlyFiles, kind: 'hand-over' as const },
  { ...en.notTheRest, kind: 'hand-over' as const },
  ...en.orders.map((reply) => ({ ...reply, kind: reply.kind as ReplyKind })),
];

/**
 * All lists as they come: in each language lead-ins, replies, the hand-over after files alone, that after a part of an answer and what
 * is said about orders; then the hand-overs in languages that a site does not answer in. Only lead-ins and replies does a model choose.
 */
export const listedReplies: readonly ListedReply[] = [
  ...languagesOfLists().flatMap((language) =>
    entries.map((entry) => ({
      ...{ id: replyKey(language, entry.id), language, kind: entry.kind, for: entry.for },
      text: usualText(language, entry),
    })),
  ),
  ...Object.entries(otherLanguages).map(([language, text]) => ({
    ...{ id: handOverId(language), language, kind: 'hand-over' as const, text },
    for: `a question in another language: ${new Intl.DisplayNames('en', { type: 'language' }).of(language)}`,
  })),
];

function usualText(language: string, { id, text }: Entry): string {
  return translations[language]?.texts[id] ?? text;
}

/** What is said instead by a site that has nobody behind its assistant, of the entries that offer a person. */
const textsAlone: ReplyTexts = {
  ...Object.fromEntries(entries.flatMap(({ id, alone }) => (alone === undefined ? [] : [[id, alone] as const]))),
  ...Object.fromEntries(
    Object.entries(translations).flatMap(([language, { alone }]) =>
      Object.entries(alone).map(([id, text]) => [replyKey(language, id), text] as const),
    ),
  ),
  // The second sentence of a translation is the offer.
  ...Object.fromEntries(
    Object.entries(otherLanguages).map(([language, text]) => [
      handOverId(language),
      text.replace(/(?<=[.।。]).*/u, ''),
    ]),
  ),
};

/**
 * The wordings that a site's lists are made with: its own ones, and, where nothing is handed over, those that offer nobody in
 * place of what the lists come with.
 */
export function wordingsOf(own: ReplyTexts, { handsOver }: { handsOver: boolean }): ReplyTexts {
  return handsOver ? own : { ...textsAlone, ...own };
}

/** Of all wordings those that an answer needs: of the list that is spoken, and of the hand-over in a language that is not answered. */
export function wordingsSpoken(texts: ReplyTexts, spoken: string, notAnswered: string | null): ReplyTexts {
  const list = languageOfList(spoken);
  const keys = entries.map(({ id }) => replyKey(list, id));
  if (notAnswered !== null) keys.push(handOverId(notAnswered));
  return Object.fromEntries(keys.flatMap((key) => (texts[key] === undefined ? [] : [[key, texts[key]] as const])));
}

/**
 * The list in a language, in the site's own words where it has some, `{site}` replaced by its name.
 * @param language ISO 639-1; English takes the place of one that there is no list in
 */
export function repliesIn(language: string, siteName: string, texts: ReplyTexts = {}): ReplyList {
  const worded = (entry: Entry) => textIn(language, entry, siteName, texts);
  return {
    leadIns: en.leadIns.map((leadIn) => ({ id: leadIn.id, text: worded(leadIn) })),
    replies: en.replies.map((reply) => ({ id: reply.id, kind: reply.kind as ReplyKind, text: worded(reply) })),
  };
}

type Entry = Pick<ListedReply, 'id' | 'text'>;

function textIn(language: string, entry: Entry, siteName: string, texts: ReplyTexts): string {
  const list = languageOfList(language);
  return withSite(texts[replyKey(list, entry.id)] ?? usualText(list, entry), siteName);
}

const forAll: ReadonlySet<string> = new Set(en.leadIns.filter((one) => one.for === 'any question').map(({ id }) => id));

/** Those that fit whatever was asked. */
export function leadInsForAll({ leadIns }: ReplyList): LeadIn[] {
  return leadIns.filter(({ id }) => forAll.has(id));
}

/** What the chat left a customer to say yes or no to: a person, or more questions; or `contact`, where it asked how a person reaches them. */
export type Offer = 'person' | 'more' | 'contact';

/** The reply that asks for a phone number or an e-mail address. */
const asksForContact = 'person-call';

/** What `text` offers, as a reply of one of the site's lists or behind an answer; undefined where it offers nothing, or is nothing of them. */
export function offerIn(
  text: string,
  site: { siteName: string; languages: readonly string[]; replyTexts: ReplyTexts; handsOver: boolean },
): Offer | undefined {
  const wordings = wordingsOf(site.replyTexts, site);
  for (const language of languagesOfLists(site.languages)) {
    const said = allRepliesIn(language, site.siteName, wordings).find(
      (reply) => text === reply.text || (reply.kind === 'hand-over' && text.endsWith(` ${reply.text}`)),
    );
    if (!said) continue;
    if (said.id === asksForContact && site.handsOver) return 'contact';
    // Whom a person was promised is not offered one.
    if (handOverKinds.has(said.kind) && said.kind !== 'hand-over') return undefined;
    if (site.handsOver && textsAlone[said.id] !== undefined) return 'person';
    return said.text.endsWith('?') ? 'more' : undefined;
  }
  return undefined;
}

/** Of a list all replies, and what no model chooses. No question about an order: a "no" to that is no goodbye. */
function allRepliesIn(language: string, siteName: string, texts: ReplyTexts): Reply[] {
  const { replies } = repliesIn(language, siteName, texts);
  const failed = orderReply('order-failed', language, siteName, texts);
  const beside = [onlyFilesReply(language, siteName, texts), restReply(language, siteName, texts), failed];
  return [...replies, ...beside, ...handOverLanguages.map((other) => handOverIn(other, siteName, texts))];
}

/** Which way of answering an entry belongs to: the first token of an answer decides on it. */
function branchOf(entry: LeadIn | Reply): 'answer' | 'hand-over' | 'reply' {
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

/** A site's own wordings without those that have rivals: what their lists come with has none, and takes their place. */
export function textsToldApart(
  texts: ReplyTexts,
  siteName: string,
  beginAlike: (text: string, other: string) => boolean,
): ReplyTexts {
  for (const language of languagesOfTexts(texts)) {
    const list = repliesIn(language, siteName, texts);
    const isOwn = ({ id }: LeadIn | Reply) => replyKey(language, id) in texts;
    const mixedUp = [...list.leadIns, ...list.replies].flatMap((entry) => {
      const rivals = isOwn(entry) ? rivalsOf(entry, list, beginAlike) : [];
      return rivals.length > 0 ? [{ key: replyKey(language, entry.id), isAmongOwn: rivals.every(isOwn) }] : [];
    });
    // Of two own ones that are rivals one may stay.
    const dropped = mixedUp.find(({ isAmongOwn }) => !isAmongOwn) ?? mixedUp.at(-1);
    if (!dropped) continue;
    const { [dropped.key]: _, ...others } = texts;
    return textsToldApart(others, siteName, beginAlike);
  }
  return texts;
}

/** Of a list the replies of one kind alone, for a message whose manner is known; the whole list where it has none. */
export function repliesOfKind(list: ReplyList, kind: ReplyKind): ReplyList {
  const replies = list.replies.filter((reply) => reply.kind === kind);
  return replies.length > 0 ? { leadIns: [], replies } : list;
}

/**
 * A list for a message that sounds like no attempt to instruct the bot: "What is your privacy policy?" must not get the reply to
 * one because the model knows no better.
 */
export function repliesToPlain({ leadIns, replies }: ReplyList): ReplyList {
  return { leadIns, replies: replies.filter(({ kind }) => kind !== 'injection') };
}

/** A list for a customer who was asked for a phone number or an e-mail address just now: nobody is asked twice. */
export function withoutAskingForContact({ leadIns, replies }: ReplyList): ReplyList {
  return { leadIns, replies: replies.filter(({ id }) => id !== asksForContact) };
}

/** The hand-over that ends an answer in doubt, in the language of the answer. */
export function doubtReply(language: string, siteName: string, texts: ReplyTexts = {}): Reply {
  const reply = repliesIn(language, siteName, texts).replies.find(({ id }) => id === 'not-certain');
  if (!reply) throw new Error('the list has no reply for doubt');
  return reply;
}

/** The hand-over after files without a word: nobody asked the model anything, and it reads no files. */
export function onlyFilesReply(language: string, siteName: string, texts: ReplyTexts = {}): Reply {
  return { id: en.onlyFiles.id, kind: 'hand-over', text: textIn(language, en.onlyFiles, siteName, texts) };
}

/** What is said behind an answer to some of the things that a message asks, where the others are not known. */
export function restReply(language: string, siteName: string, texts: ReplyTexts = {}): Reply {
  return { id: en.notTheRest.id, kind: 'hand-over', text: textIn(language, en.notTheRest, siteName, texts) };
}

export type OrderReplyId = 'order-number' | 'order-email' | 'order-unknown' | 'order-failed';

/** What is asked or said about a customer's own order, where a site has that looked up, beside what the site's own server says of it. */
export function orderReply(id: OrderReplyId, language: string, siteName: string, texts: ReplyTexts = {}): Reply {
  const reply = en.orders.find((one) => one.id === id);
  if (!reply) throw new Error(`the list has no reply ${id}`);
  return { id, kind: reply.kind as ReplyKind, text: textIn(language, reply, siteName, texts) };
}

/** Languages in which a customer can be told that the site does not answer in theirs (ISO 639-1). */
export const handOverLanguages: readonly string[] = Object.keys(otherLanguages);

/** The hand-over for a question in a language that the site does not answer in; in English for one without translation. */
export function handOverIn(language: string, siteName: string, texts: ReplyTexts = {}): Reply {
  const id = handOverId(language);
  const usual = otherLanguages[id.slice(handOverPrefix.length) as keyof typeof otherLanguages];
  return { id, kind: 'hand-over', text: withSite(texts[id] ?? usual, siteName) };
}

function handOverId(language: string): string {
  return `${handOverPrefix}${language in otherLanguages ? language : 'en'}`;
}

function withSite(text: string, siteName: string): string {
  const name = cleanText(siteName).normalize('NFC').replace(/\s+/g, ' ').trim();
  return text.replaceAll('{site}', () => name);
}
