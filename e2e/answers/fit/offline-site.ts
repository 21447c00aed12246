import {
  buildQuotePrompt,
  detectOtherLanguage,
  handOverIn,
  likelihoodsOf,
  mannerOf,
  type ReplyList,
  repliesIn,
  repliesOfKind,
  repliesToPlain,
  soundsPlain,
} from '@frontdesk/answers';
import { splitSentences } from '@frontdesk/knowledge';
import {
  embedPassages,
  type FoundPassage,
  type IndexedPassage,
  PassageIndex,
  questionBefore,
  type RetrievalModels,
  retrieve,
} from '@frontdesk/knowledge/retrieval';
import type { Tokenizer } from '@frontdesk/tokenizer';
import type { Business, Question } from '../business.ts';
import type { DocumentBusiness } from '../load-documents.ts';

export interface OfflineParts {
  models: RetrievalModels;
  tokenizer: Tokenizer;
}

/** All that an answer in mode quote is made from but the model. */
export interface OfflineQuestion {
  siteName: string;
  question: Question;
  list: ReplyList;
  passages: (FoundPassage & { text: string })[];
  parts: { question: string; passages: OfflineQuestion['passages'] }[];
  promptIds: number[];
  ownCase: number;
  forPerson: number;
}

/** A business's facts and prompts as a worker has them, without store and queue. */
export class OfflineSite {
  readonly #parts: OfflineParts;
  readonly #business: Business;
  readonly #passages: readonly IndexedPassage[];

  private constructor(parts: OfflineParts, business: Business, passages: readonly IndexedPassage[]) {
    this.#parts = parts;
    this.#business = business;
    this.#passages = passages;
  }

  static async make(parts: OfflineParts, business: Business | DocumentBusiness): Promise<OfflineSite> {
    const texts =
      'passages' in business
        ? business.passages
        : business.facts.map(({ id, title = '', text }) => ({ id, title, sentences: splitSentences(text) }));
    const vectors = await embedPassages(parts.models.embedder, texts);
    const passages = texts.map((text, place) => ({ ...text, vectors: vectors[place] as IndexedPassage['vectors'] }));
    return new OfflineSite(parts, business, passages);
  }

  /** @param unknown ids of facts that the site is to answer without */
  async prepare(question: Question, unknown: readonly string[] = []): Promise<OfflineQuestion> {
    const { models, tokenizer } = this.#parts;
    const { name, about } = this.#business;
    const index = await PassageIndex.make(
      this.#passages.filter(({ id }) => !unknown.some((fact) => fact === id || fact.startsWith(`${id}.`))),
    );
    const previousQuestion = questionBefore(question.before.map(({ customer }) => customer));
    const previousAnswer = question.before.at(-1)?.bot;
    const found = await retrieve(models, index, { question: question.ask, previousQuestion, previousAnswer });
    const language = detectOtherLanguage(found.question, ['en'], found.isInOwnWords);
    const manner = mannerOf(question.ask, { heard: found });
    const all = repliesIn('en', name);
    const plain = soundsPlain(found.kinds) ? repliesToPlain(all) : all;
    const english = manner ? repliesOfKind(all, manner) : plain;
    const withText = (passage: FoundPassage) => ({
      ...passage,
      text: passage.sentences.map(({ text }) => text).join(' '),
    });
    const passages = (language === undefined ? found.passages : []).map(withText);
    const { messages, passages: shown } = buildQuotePrompt(
      {
        ...{ siteName: name, systemPrompt: about, question: found.question },
        previousQuestion: found.dependsOnPrevious ? found.previousQuestion : undefined,
        passages: passages.map(({ text }) => text),
      },
      { budgetTokens: Number.POSITIVE_INFINITY, countTokens: () => 0 },
    );
    return {
      siteName: name,
      question,
      list: language === undefined ? english : { leadIns: [], replies: [handOverIn(language, name)] },
      passages: passages.slice(0, shown),
      parts: found.parts.map((part) => ({ ...part, passages: part.passages.map(withText) })),
      ...likelihoodsOf(found.kinds),
      promptIds: tokenizer.encodeChat(messages, { addGenerationPrompt: true }),
    };
  }
}
