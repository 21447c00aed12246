import { createHash } from 'node:crypto';
import {
  branchesAreToldApart,
  type DecisionParameters,
  englishReplies,
  handOverIn,
  handsOver,
  QuoteDecoder,
  type Reply,
  type ReplyKind,
  type ReplyList,
  type ReplyTexts,
  repliesOfKind,
} from '@frontdesk/answers';
import type { AnswerRecord, GenerationInput } from '@frontdesk/database';
import type { HandOverReason } from '@frontdesk/protocol';
import type { Tokenizer } from '@frontdesk/tokenizer';
import * as z from 'zod';

/** What an answer in mode quote may say, as it is stored with its input: whoever goes on with it says the same. */
const groundingSchema = z.object({
  siteName: z.string(),
  /** The question's language where the site does not answer in it (ISO 639-1). */
  language: z.string().nullable(),
  /** The site's own wordings of replies. Answers stored before there were any have none. */
  replyTexts: z.record(z.string(), z.string()).default({}),
  /** The customer's; answers stored before it was have none. */
  question: z.string().default(''),
  /** The kind of reply that the question is for, where its words leave no doubt. */
  manner: z.string().nullable().default(null),
  replyListHash: z.string(),
  /** What retrieval found, best first. */
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

/** What decides on the list of replies. */
type RepliesOf = Pick<Grounding, 'siteName' | 'language' | 'manner' | 'replyTexts'>;

function replyList({ siteName, language, manner, replyTexts }: RepliesOf): ReplyList {
  if (language !== null) return { leadIns: [], replies: [handOverIn(language, siteName, replyTexts)] };
  const list = englishReplies(siteName, replyTexts);
  return manner === null ? list : repliesOfKind(list, manner as ReplyKind);
}

/**
 * A site's own wordings, or none where the model could not tell by the first token what to do. Words are compared when
 * they are edited; only here it is known how the vocabulary cuts them.
 */
export function usableTexts(replies: Omit<RepliesOf, 'manner'>, tokenizer: Tokenizer): ReplyTexts {
  const firstId = (text: string) => tokenizer.encodeText(text)[0];
  const isUsable = replies.language !== null || branchesAreToldApart(replyList({ ...replies, manner: null }), firstId);
  return isUsable ? replies.replyTexts : {};
}

/** Changes when the list does: an answer that was begun with another list can't be gone on with. */
export function replyListHash(replies: RepliesOf): string {
  return createHash('sha256')
    .update(JSON.stringify(replyList(replies)))
    .digest('hex');
}

/** @returns undefined for an input of another mode than quote */
export function groundingOf(input: GenerationInput): Grounding | undefined {
  return input.mode === 'quote' ? groundingSchema.parse(input.grounding) : undefined;
}

/** An answer in mode quote, while it is made. */
export interface QuotedAnswer {
  /** For the engine's request. */
  request: Pick<QuoteDecoder, 'allowedNext' | 'choose'>;
  /** What the ids of the whole answer said. */
  record(ids: readonly number[]): AnswerRecord;
}

export interface QuoteParts {
  tokenizer: Tokenizer;
  parameters: DecisionParameters;
  /** The id with which the model ends an answer. */
  endId: number;
}

/**
 * @returns undefined for an input of another mode than quote
 */
export function quotedAnswer(
  input: GenerationInput,
  { tokenizer, parameters, endId }: QuoteParts,
): QuotedAnswer | undefined {
  const grounding = groundingOf(input);
  if (!grounding) return undefined;
  const { question, passages } = grounding;
  const decoder = new QuoteDecoder(
    {
      question,
      list: replyList(grounding),
      passages: passages.map((passage) => ({ ...passage, text: textOf(passage) })),
      encode: (text) => tokenizer.encodeText(text),
      decode: (ids) => tokenizer.decode(ids),
      endId,
      maxTokens: input.maxTokens,
    },
    parameters,
  );
  return {
    request: { allowedNext: decoder.allowedNext, choose: decoder.choose },
    record: (ids) => {
      const said = decoder.said(ids);
      const confidence = decoder.decision?.confidence ?? null;
      const branches = decoder.signals ? asJson(decoder.signals.branches) : null;
      if (!said) throw new Error('the answer is neither a reply of the list nor quoted');
      if (said.kind === 'reply') {
        const { reply } = said;
        const { id: replyId, kind: replyKind } = reply;
        return {
          said: { kind: 'reply', replyId, replyKind, handsOver: handsOver(reply) },
          ...{ confidence, branches, sources: [], handOver: reasonOf(reply, grounding.language) },
        };
      }
      const quotes = said.quotes.map(({ passage, text }) => ({ passageId: passages[passage]?.id ?? '', text }));
      const sources = [...new Set(said.quotes.map(({ passage }) => passages[passage]))]
        .filter((passage) => passage !== undefined)
        .map(({ id, title, url }) => ({ id, title, url }));
      return {
        said: { kind: 'quote', leadInId: said.leadIn.id, quotes },
        ...{ confidence, branches, sources, handOver: null },
      };
    },
  };
}

/** Why a person is wanted after a reply; null where none is. */
function reasonOf(reply: Reply, language: string | null): HandOverReason | null {
  if (!handsOver(reply)) return null;
  if (language !== null) return 'language';
  return reply.kind === 'person' || reply.kind === 'anger' ? reply.kind : 'not-known';
}

/** JSON has no -Infinity, which is where no answer begins so. */
function asJson(logProbabilities: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(logProbabilities).map(([key, value]) => [key, Math.max(value, -1e3)]));
}
