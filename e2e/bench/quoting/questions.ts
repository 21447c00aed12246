import {
  buildQuotePrompt,
  type DecisionParameters,
  defaultDecisionParameters,
  QuoteDecoder,
  repliesIn,
} from '@frontdesk/answers';
import { splitSentences } from '@frontdesk/knowledge';
import { embedPassages, PassageIndex, type RetrievalModels, retrieve } from '@frontdesk/knowledge/retrieval';
import type { Tokenizer } from '@frontdesk/tokenizer';
import { loadBusinesses, type NamedBusiness } from '../../answers/load-businesses.ts';

/** Most tokens of an answer, as the worker has it. */
export const MAX_TOKENS = 400;

/** Every question is answered with quotes that the model chooses, however sure one is: it is their pace that is measured. */
const alwaysQuoting: DecisionParameters = {
  ...defaultDecisionParameters,
  threshold: 0,
  reply: { bias: -1e3, score: 0 },
  asksInDoubtOnly: false,
};

const ANSWERED_AT_ONCE = ['direct', 'yes-no', 'reasoning', 'terse'];

export interface Site {
  name: string;
  systemPrompt: string;
  index: PassageIndex;
}

export interface Question {
  site: Site;
  ask: string;
}

/** A question, made ready as the worker does. */
export interface Prepared {
  promptIds: number[];
  /** A new decoder for one answer. */
  decoder(): QuoteDecoder;
}

/** The questions of the evaluation that the facts answer, of all businesses in turns. */
export async function loadQuestions(models: RetrievalModels): Promise<Question[]> {
  const businesses = await Promise.all((await loadBusinesses()).map((business) => questionsOf(models, business)));
  const longest = Math.max(...businesses.map((questions) => questions.length));
  return Array.from({ length: longest }, (_, place) =>
    businesses.flatMap((questions) => questions[place] ?? []),
  ).flat();
}

async function questionsOf(
  { embedder }: RetrievalModels,
  { name, about, facts, questions }: NamedBusiness,
): Promise<Question[]> {
  const passages = facts.map(({ id, text }) => ({ id, title: '', sentences: splitSentences(text) }));
  const vectors = await embedPassages(embedder, passages);
  const index = await PassageIndex.make(
    passages.map((passage, place) => ({ ...passage, vectors: vectors[place] as never })),
  );
  const site = { name, systemPrompt: about, index };
  return questions
    .filter(({ wants, category }) => wants === 'right' && ANSWERED_AT_ONCE.includes(category))
    .map(({ ask }) => ({ site, ask }));
}

/** Ids that all prompts of a site begin with: what the worker keeps warm. */
export function siteIds(tokenizer: Tokenizer, site: Site): number[] {
  const source = { siteName: site.name, systemPrompt: site.systemPrompt, passages: [], question: '?' };
  const { messages } = buildQuotePrompt(source, unlimited);
  return tokenizer.encodeChat(messages.slice(0, 1));
}

/** Retrieves, writes the prompt and encodes it. */
export async function prepare(
  models: RetrievalModels,
  tokenizer: Tokenizer,
  endId: number,
  { site, ask }: Question,
): Promise<Prepared> {
  const { passages: found } = await retrieve(models, site.index, { question: ask });
  const passages = found.map(({ id, score, sentences }) => {
    return { id, score, sentences, text: sentences.map(({ text }) => text).join(' ') };
  });
  const { messages, passages: shown } = buildQuotePrompt(
    {
      ...{ siteName: site.name, systemPrompt: site.systemPrompt, question: ask },
      passages: passages.map(({ text }) => text),
    },
    unlimited,
  );
  const encode = (text: string) => tokenizer.encodeRecurring(text);
  const decode = (ids: readonly number[]) => tokenizer.decode(ids);
  return {
    promptIds: tokenizer.encodeChat(messages, { addGenerationPrompt: true }),
    decoder: () =>
      new QuoteDecoder(
        {
          question: ask,
          list: repliesIn('en', site.name),
          passages: passages.slice(0, shown),
          encode,
          decode,
          endId,
          maxTokens: MAX_TOKENS,
        },
        alwaysQuoting,
      ),
  };
}

const unlimited = { budgetTokens: Number.POSITIVE_INFINITY, countTokens: () => 0 };
