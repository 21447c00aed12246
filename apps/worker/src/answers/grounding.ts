import { createHash } from 'node:crypto';
import {
  type DecisionParameters,
  doubtReply,
  handOverIn,
  onlyFilesReply,
  PhraseDecoder,
  QuoteDecoder,
  type Reply,
  type ReplyKind,
  type ReplyList,
  type ReplyTexts,
  repliesIn,
  repliesOfKind,
  repliesToPlain,
  replyHandsOver,
  restReply,
  type TokenTexts,
  textsToldApart,
  withCaution,
  withoutAskingForContact,
} from '@frontdesk/answers';
import type { AnswerRecord, NewGenerationInput } from '@frontdesk/database';
import type { SequenceRequest } from '@frontdesk/engine';
import { type AnswerSource, caution, type HandOverReason } from '@frontdesk/protocol';
import type { Tokenizer } from '@frontdesk/tokenizer';
import * as z from 'zod';
import { isSitePassage } from '../knowledge/retrieval.ts';

/** What an answer may be said from, as it is stored with its input: whoever goes on with it says the same. */
const groundingSchema = z.object({
  siteName: z.string(),
  /** The question's language where the site does not answer in it (ISO 639-1). */
  language: z.string().nullable(),
  /** Of those that the site answers in, the one that is spoken. Answers stored before there were lists in others are English. */
  spoken: z.string().default('en'),
  /** The site's own wordings of replies. Answers stored before there were any have none. */
  replyTexts: z.record(z.string(), z.string()).default({}),
  /** How sure the site wants it to be. */
  caution: z.enum(caution.options).default('balanced'),
  /** The customer's; answers stored before it was have none. */
  question: z.string().default(''),
  /** What may be said beside the passages and the question. Answers stored before it was have none: theirs say what their prompts do. */
  alsoSaid: z.array(z.string()).nullable().default(null),
  /** The probability that what was found answers, where it was decided on that alone. Null where nothing was looked up, and where the model has a say. */
  confidence: z.number().nullable().default(null),
  /** Each passage answers a question of the message, all of which are answered or some, in the order asked. Null where the model chooses among them. */
  answersEach: z.enum(['all', 'some']).nullable().default(null),
  /** Not all that the site knows could be looked through. */
  isUnread: z.boolean().default(false),
  /** The kind of reply that the question is for, where there is no doubt. */
  manner: z.string().nullable().default(null),
  /** The chat asked for a phone number or an e-mail address just now. */
  contactAsked: z.boolean().default(false),
  /** It sounds like no attempt to instruct the bot. */
  isPlain: z.boolean().default(false),
  /** Probability that the customer's own order, booking or account is meant. */
  ownCase: z.number().default(0),
  /** Probability that a person has to see the message. */
  forPerson: z.number().default(0),
  /** What is said of a customer's order, whatever else is known; null where the message is about none. */
  ofOrder: z
    .object({ id: z.string(), kind: z.enum(['order', 'hand-over']), text: z.string() })
    .nullable()
    .default(null),
  replyListHash: z.string(),
  /** What retrieval found, best first; where it is said without a choice (`answersEach`) that alone. */
  passages: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      url: z.string().nullable(),
      score: z.number(),
      sentences: z.array(z.object({ text: z.string(), score: z.number() })),
    }),
  ),
});
export type Grounding = z.infer<typeof groundingSchema>;

/** What a passage says, as it stands in a prompt. */
export function textOf({ sentences }: Pick<Grounding['passages'][number], 'sentences'>): string {
  return sentences.map(({ text }) => text).join(' ');
}

/** The manner of a message that is files without a word. */
export const onlyFiles = 'only-files';

/** What decides on the list of replies. */
type RepliesOf = Pick<
  Grounding,
  'siteName' | 'language' | 'spoken' | 'manner' | 'replyTexts' | 'answersEach' | 'contactAsked' | 'isPlain' | 'ofOrder'
>;

function replyList(of: RepliesOf): ReplyList {
  const { siteName, language, spoken, manner, replyTexts, contactAsked, isPlain, ofOrder } = of;
  if (ofOrder) return { leadIns: [], replies: [ofOrder] };
  if (language !== null) return { leadIns: [], replies: [handOverIn(language, siteName, replyTexts)] };
  if (manner === onlyFiles) return { leadIns: [], replies: [onlyFilesReply(spoken, siteName, replyTexts)] };
  const all = repliesIn(spoken, siteName, replyTexts);
  const list = contactAsked ? withoutAskingForContact(all) : all;
  if (manner !== null) return repliesOfKind(list, manner as ReplyKind);
  return isPlain ? repliesToPlain(list) : list;
}

/** What stands behind an answer to some of what was asked. */
function restOf({ answersEach, spoken, siteName, replyTexts }: RepliesOf): Reply | undefined {
  return answersEach === 'some' ? restReply(spoken, siteName, replyTexts) : undefined;
}

/**
 * A site's own wordings without those by whose first token the model could not tell what to do. Words are compared when
 * they are edited; only here it is known how the vocabulary cuts them.
 */
export function usableTexts(
  { siteName, replyTexts }: Pick<RepliesOf, 'siteName' | 'replyTexts'>,
  tokenizer: Tokenizer,
): ReplyTexts {
  const firstId = (text: string) => tokenizer.encodeRecurring(text)[0];
  return textsToldApart(replyTexts, siteName, (text, other) => firstId(text) === firstId(other));
}

/** Changes when the list does: an answer that was begun with another list can't be gone on with. */
export function replyListHash(replies: RepliesOf): string {
  return (
    createHash('sha256')
      // Left out where there is none, as in answers that were begun before there was any.
      .update(JSON.stringify({ ...replyList(replies), each: replies.answersEach ?? undefined, rest: restOf(replies) }))
      .digest('hex')
  );
}

/** @returns undefined for an input of mode plain, and for those of mode phrase that were stored before it had guards */
export function groundingOf(input: NewGenerationInput): Grounding | undefined {
  return input.grounding === null ? undefined : groundingSchema.parse(input.grounding);
}

/** An answer that is held to what its site knows, while it is made. */
export interface GroundedAnswer {
  /** For the engine's request. */
  request: Pick<SequenceRequest, 'allowedNext' | 'accepts' | 'choose'>;
  /** Whether the model finds the words itself. */
  isWorded: boolean;
  /** What the ids of the whole answer said. `repeatedItself`: it was cut off where it did. */
  record(ids: readonly number[], end: { repeatedItself: boolean }): AnswerRecord;
}

export interface GroundedAnswerOptions {
  tokenizer: Tokenizer;
  /** Of the model's whole vocabulary. */
  tokens: TokenTexts;
  /** Ids that end an answer. */
  stopIds: readonly number[];
  /** What decides in mode quote. */
  parameters: DecisionParameters;
}

/** @returns undefined for an input without grounding */
export function groundedAnswer(input: NewGenerationInput, options: GroundedAnswerOptions): GroundedAnswer | undefined {
  const grounding = groundingOf(input);
  if (!grounding) return undefined;
  return input.mode === 'quote' ? quotedAnswer(input, grounding, options) : phrasedAnswer(input, grounding, options);
}

/** In mode phrase. What the assistant said before is no source, and what the chat template says is none. */
function phrasedAnswer(
  { promptIds, maxTokens }: NewGenerationInput,
  grounding: Grounding,
  { tokenizer, tokens, stopIds }: GroundedAnswerOptions,
): GroundedAnswer {
  const { alsoSaid, question, passages, confidence, isUnread, spoken, siteName, replyTexts } = grounding;
  const offer = doubtReply(spoken, siteName, replyTexts).text;
  const decoder = new PhraseDecoder({
    sources: alsoSaid ? [...alsoSaid, ...passages.map(textOf), question] : [tokenizer.decode(promptIds)],
    offerIds: tokenizer.encodeText(` ${offer}`),
    ...{ tokens, endIds: stopIds, maxTokens },
  });
  return {
    request: { allowedNext: decoder.allowedNext, accepts: decoder.accepts, choose: decoder.choose },
    isWorded: true,
    record: (_ids, { repeatedItself }) => ({
      said: { kind: 'phrase', handsOver: decoder.inDoubt },
      ...{ confidence, branches: null, guarded: decoder.guarded || repeatedItself },
      sources: passages.filter(isSitePassage).map(sourceOf),
      ...{ handOver: decoder.inDoubt ? 'not-known' : null, isUnread },
    }),
  };
}

function quotedAnswer(
  input: NewGenerationInput,
  grounding: Grounding,
  { tokenizer, stopIds, parameters }: GroundedAnswerOptions,
): GroundedAnswer {
  const { question, ownCase, forPerson, passages, caution, confidence, answersEach, isUnread } = grounding;
  const rest = restOf(grounding);
  const decoder = new QuoteDecoder(
    {
      ...{ question, ownCase, forPerson },
      decided: answersEach === null ? undefined : { confidence: confidence ?? 0, rest },
      list: replyList(grounding),
      passages: passages.map((passage) => ({ ...passage, text: textOf(passage) })),
      encode: (text) => tokenizer.encodeRecurring(text),
      decode: (ids) => tokenizer.decode(ids),
      endId: stopIds[0] ?? 0,
      maxTokens: input.maxTokens,
    },
    withCaution(parameters, caution),
  );
  return {
    request: { allowedNext: decoder.allowedNext, choose: decoder.choose },
    isWorded: false,
    record: (ids) => {
      const said = decoder.said(ids);
      // What was decided on may have had no room.
      const decided = answersEach === null ? grounding.confidence : null;
      const confidence = decided ?? decoder.decision?.confidence ?? null;
      const branches = decoder.signals ? asJson(decoder.signals.branches) : null;
      if (!said) throw new Error('the answer is neither a reply of the list nor quoted');
      if (said.kind === 'reply') {
        const { reply } = said;
        const { id: replyId, kind: replyKind } = reply;
        return {
          said: { kind: 'reply', replyId, replyKind, handsOver: replyHandsOver(reply) },
          ...{ confidence, branches, guarded: false, sources: [] },
          ...{ handOver: reasonOf(reply, grounding), isUnread },
        };
      }
      const quotes = said.quotes.flatMap((quotable) => quotable.quotes);
      const quoted = new Set(quotes.map(({ passageId }) => passageId));
      const named = [...quoted].flatMap((id) => passages.find((passage) => passage.id === id) ?? []);
      return {
        said: {
          kind: 'quote',
          leadInId: said.leadIn?.id ?? null,
          quotes: [...quotes],
          ...(rest ? { handsOver: true } : {}),
        },
        ...{ confidence, branches, guarded: false, sources: named.filter(isSitePassage).map(sourceOf) },
        ...{ handOver: rest ? reasonOf(rest, grounding) : null, isUnread },
      };
    },
  };
}

const sourceOf = ({ id, title, url }: Grounding['passages'][number]): AnswerSource => ({ id, title, url });

/** Why a person is wanted after a reply; null where none is. */
function reasonOf(reply: Reply, { language, manner }: Grounding): HandOverReason | null {
  if (!replyHandsOver(reply)) return null;
  // In a language that is not answered there is one reply to all, also to a wish for a person.
  const kind = language === null ? reply.kind : manner;
  if (kind === 'person' || kind === 'emergency') return 'person';
  if (kind === 'anger') return 'anger';
  return language === null ? 'not-known' : 'language';
}

/** JSON has no -Infinity, which is where no answer begins so. */
function asJson(logProbabilities: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(logProbabilities).map(([key, value]) => [key, Math.max(value, -1e3)]));
}
