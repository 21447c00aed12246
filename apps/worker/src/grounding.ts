import { createHash } from 'node:crypto';
import {
  defaultDecisionParameters,
  englishReplies,
  handOverIn,
  handsOver,
  QuoteDecoder,
  type Reply,
  type ReplyList,
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

function replyList(siteName: string, language: string | null): ReplyList {
  return language === null ? englishReplies(siteName) : { leadIns: [], replies: [handOverIn(language, siteName)] };
}

/** Changes when the list does: an answer that was begun with another list can't be gone on with. */
export function replyListHash(siteName: string, language: string | null): string {
  return createHash('sha256')
    .update(JSON.stringify(replyList(siteName, language)))
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

/**
 * @param endId the id with which the model ends an answer
 * @returns undefined for an input of another mode than quote
 */
export function quotedAnswer(input: GenerationInput, tokenizer: Tokenizer, endId: number): QuotedAnswer | undefined {
  const grounding = groundingOf(input);
  if (!grounding) return undefined;
  const { siteName, language, passages } = grounding;
  const decoder = new QuoteDecoder(
    {
      list: replyList(siteName, language),
      passages: passages.map((passage) => ({ ...passage, text: textOf(passage) })),
      encode: (text) => tokenizer.encodeText(text),
      decode: (ids) => tokenizer.decode(ids),
      endId,
      maxTokens: input.maxTokens,
    },
    defaultDecisionParameters,
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
          ...{ confidence, branches, sources: [], handOver: reasonOf(reply, language) },
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
