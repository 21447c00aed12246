import {
  type Caution,
  handsOver,
  type MessageRole,
  type OrderAnswer,
  type OrderLookUpSettings,
  orderAnswer as orderAnswerSchema,
  readSamplingSettings,
  type SamplingSettings,
} from '@frontdesk/protocol';
import { type AnswerMode, type GenerationInput, Prisma } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';

/** `grounding` is JSON, or null. */
export type NewGenerationInput = Omit<GenerationInput, 'createdAt' | 'purgedAt'>;
export type { AnswerMode, GenerationInput };

/** What an answer is made from; null before the first claim has stored it. */
export function readGenerationInput(database: Queryable, generationId: string): Promise<GenerationInput | null> {
  return database.generationInput.findUnique({ where: { generationId } });
}

/** What the newest answer that a worker has ended was made from, and for which question; null where there is none. */
export async function readNewestInput(database: Queryable) {
  const newest = await database.generation.findFirst({
    where: { finishedAt: { not: null }, input: { isNot: null } },
    orderBy: { finishedAt: 'desc' },
    select: { siteId: true, conversationId: true, questionMessageId: true, input: true },
  });
  return newest?.input ? { ...newest, input: newest.input } : null;
}

/**
 * Stores what an answer is made from, before its first token. The first to store wins, and nobody changes it afterwards.
 * @returns what is stored: the caller's own, or that of a claim which was earlier
 */
export async function storeGenerationInput(database: Queryable, input: NewGenerationInput): Promise<GenerationInput> {
  const createdAt = new Date();
  const { count } = await database.generationInput.createMany({
    data: [{ ...input, grounding: input.grounding ?? Prisma.DbNull, createdAt }],
    skipDuplicates: true,
  });
  if (count === 1) return { ...input, createdAt, purgedAt: null };
  return database.generationInput.findUniqueOrThrow({ where: { generationId: input.generationId } });
}

/** What a prompt is built from. */
export interface PromptMaterial {
  siteName: string;
  promptVersionId: string;
  /** The site's published prompt, or what the caller sent in its place. */
  systemPrompt: string;
  /** What the caller sent, if anything. */
  systemText: string | null;
  answerMode: AnswerMode;
  /** How sure it must be, where it quotes. */
  caution: Caution;
  /** In which the site answers, ISO 639-1. */
  languages: string[];
  /** Its own wordings of replies, by the id of the entry that they replace. */
  replyTexts: Record<string, string>;
  /** Whether people may be offered to its customers. */
  handsOver: boolean;
  /** How it has free wording sampled. */
  sampling: SamplingSettings;
  knowledgeVersion: number;
  /** Where it asks its own server about orders: what their numbers look like, and what was said of the one that is asked about. */
  orders: (Pick<OrderLookUpSettings, 'examples' | 'asksEmail'> & { answer: OrderAnswer | null }) | null;
  /** Oldest first; the last one is the question. */
  history: { role: MessageRole; text: string }[];
}

/**
 * Of a long conversation between one and two of these pages are read: more than a model's budget. Reading begins at the
 * start of a page, so that the prompt of the next question begins with the same messages.
 */
const pageMessages = 50;

/**
 * Reads the published prompt and the conversation up to the question; without what was superseded, and its answers.
 * @throws when the site has published no prompt, or the question is not in that conversation
 */
export async function readPromptMaterial(
  database: Queryable,
  { siteId, conversationId, questionMessageId }: { siteId: string; conversationId: string; questionMessageId: string },
): Promise<PromptMaterial> {
  const [question, site] = await Promise.all([
    database.message.findUniqueOrThrow({
      where: { id: questionMessageId, siteId, conversationId },
      select: {
        createdAt: true,
        role: true,
        text: true,
        // Of several answers all but the last were cut short by a person.
        asked: { select: { systemText: true, orderAnswer: true }, orderBy: { id: 'desc' }, take: 1 },
        visitor: { select: { externalId: true, promptVersion: { select: { id: true, systemPrompt: true } } } },
      },
    }),
    database.site.findUniqueOrThrow({ where: { id: siteId }, select: siteMaterial }),
  ]);
  const before = { siteId, conversationId, id: { not: questionMessageId }, createdAt: { lte: question.createdAt } };
  const standing: Prisma.MessageWhereInput = {
    ...before,
    supersededBy: null,
    OR: [{ generationId: null }, { generation: { question: { supersededBy: null } } }],
  };
  const newest = await database.message.findMany({
    where: standing,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 2 * pageMessages,
    select: { role: true, text: true },
  });
  const earlier = newest.reverse();
  if (earlier.length === 2 * pageMessages) {
    const count = await database.message.count({ where: standing });
    earlier.splice(0, pageMessages - (count % pageMessages));
  }
  const { systemText = null, orderAnswer = null } = question.asked[0] ?? {};
  const history = [...earlier, { role: question.role, text: question.text }];
  const { promptVersion: tried, externalId } = question.visitor;
  return toMaterial(site, { tried, isKnown: externalId !== null, systemText, orderAnswer, history });
}

/** What a prompt would be built from if somebody asked this first; null where the site has published no prompt. */
export async function readSiteMaterial(
  database: Queryable,
  { siteId, question }: { siteId: string; question: string },
): Promise<PromptMaterial | null> {
  const site = await database.site.findUnique({ where: { id: siteId }, select: siteMaterial });
  if (!site?.publishedPromptVersion) return null;
  const asked = { tried: null, isKnown: false, systemText: null, orderAnswer: null };
  return toMaterial(site, { ...asked, history: [{ role: 'visitor', text: question }] });
}

const prompted = { select: { id: true, systemPrompt: true } } as const;
const siteMaterial = {
  ...{
    id: true,
    name: true,
    answerMode: true,
    caution: true,
    languages: true,
    replyTexts: true,
    sampling: true,
    knowledgeVersion: true,
  },
  teamSettings: true,
  orderLookUp: { select: { examples: true, asksEmail: true } },
  publishedPromptVersion: prompted,
} as const;

type Prompted = Prisma.PromptVersionGetPayload<typeof prompted>;
type Asked = Pick<PromptMaterial, 'systemText' | 'history'> & {
  tried: Prompted | null;
  isKnown: boolean;
  orderAnswer: unknown;
};

/** @param asked `tried`: a version of the prompt in place of the published one; `isKnown`: the site's own server has signed who asks */
function toMaterial(
  site: Prisma.SiteGetPayload<{ select: typeof siteMaterial }>,
  { tried, isKnown, systemText, orderAnswer, history }: Asked,
): PromptMaterial {
  const prompt = tried ?? site.publishedPromptVersion;
  if (!prompt) throw new Error(`site ${site.id} has published no prompt`);
  const { name: siteName, answerMode, caution, languages, knowledgeVersion } = site;
  return {
    ...{ siteName, answerMode, caution, languages, knowledgeVersion },
    replyTexts: site.replyTexts as Record<string, string>,
    handsOver: handsOver(site.teamSettings),
    sampling: readSamplingSettings(site.sampling),
    promptVersionId: prompt.id,
    systemPrompt: systemText ?? prompt.systemPrompt,
    orders: site.orderLookUp && {
      examples: site.orderLookUp.examples,
      // Whoever is known has nothing to prove.
      asksEmail: site.orderLookUp.asksEmail && !isKnown,
      answer: orderAnswer === null ? null : orderAnswerSchema.parse(orderAnswer),
    },
    ...{ systemText, history },
  };
}
