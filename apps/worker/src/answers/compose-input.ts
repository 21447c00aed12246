import { randomInt } from 'node:crypto';
import {
  answerEach,
  answeredLanguage,
  buildPrompt,
  buildQuotePrompt,
  cacheableQuestion,
  type DecisionParameters,
  decideByRetrieval,
  defaultDecisionParameters,
  defaultSampling,
  detectOtherLanguage,
  evidenceOf,
  isNeverWorded,
  likelihoodsOf,
  type Manner,
  mannerOf,
  needsNoPassage,
  type Offer,
  offerIn,
  orderReply,
  type Sampling,
  saysNothing,
  soundsLikeInjection,
  soundsPlain,
  withCaution,
  wordingsOf,
  wordingsSpoken,
} from '@frontdesk/answers';
import type { AnswerMode, KeptFor, NewGenerationInput, PromptMaterial } from '@frontdesk/database';
import type { ChatMessage, Tokenizer } from '@frontdesk/tokenizer';
import {
  foundForAll,
  isSitePassage,
  nothingFound,
  type Retrieve,
  type Retrieved,
  type RetrievedPart,
  theQuestion,
} from '../knowledge/retrieval.ts';
import { type Grounding, onlyFiles, replyListHash, textOf, usableTexts } from './grounding.ts';
import { orderSaid } from './order-said.ts';

export interface ComposeOptions {
  tokenizer: Tokenizer;
  modelHash: string;
  tokenizerHash: string;
  /** Tokens of prompt and answer together. */
  capacityTokens: number;
  retrieve: Retrieve;
  /** How answers are sampled; {@link defaultSampling} unless given. */
  sampling?: Sampling;
  /** What decides whether free wording is in doubt; {@link defaultDecisionParameters} unless given. */
  parameters?: DecisionParameters;
}

export interface ComposedInput {
  input: Omit<NewGenerationInput, 'generationId' | 'siteId'>;
  /** Of the question, where it was looked up. */
  embedding: Retrieved['embedding'];
  /** The question that the answer may be kept for, so that it is not made again; null where it is one conversation's own. */
  keepFor: KeptFor | null;
}

/** Makes what an answer is made from: what the site knows of the question, prompt, sampling. Rejects with CodedError `message_too_long`. */
export type ComposeInput = (siteId: string, material: PromptMaterial) => Promise<ComposedInput>;

interface MadeInput {
  mode: AnswerMode;
  messages: ChatMessage[];
  sampling: Sampling;
  grounding: Grounding | null;
  /** What it was made from. */
  found: Retrieved;
}

type Where = Parameters<Retrieve>[0];

export function createComposeInput(options: ComposeOptions): ComposeInput {
  const { tokenizer, capacityTokens, retrieve } = options;
  const { sampling = defaultSampling, parameters = defaultDecisionParameters } = options;
  const frame = frameTokens(tokenizer);

  const budgetFor = ({ maxTokens }: Sampling) => ({
    budgetTokens: capacityTokens - maxTokens - frame.beside,
    countTokens: ({ content }: ChatMessage) => tokenizer.encodeText(content).length + frame.message,
  });
  const budget = budgetFor(sampling);

  /** As the site has free wording sampled; of a small model's room an answer never takes more than a half. */
  function samplingOf({ sampling: own }: PromptMaterial): Sampling {
    const wanted = { ...sampling, ...own };
    return { ...wanted, maxTokens: Math.min(wanted.maxTokens, Math.floor(capacityTokens / 2)) };
  }

  /**
   * The model chooses among replies and sentences of passages.
   * @param doubt what was found is too unlikely to answer for anything but a hand-over
   */
  function quoteInput(
    material: PromptMaterial,
    language: string | null,
    found: Retrieved,
    doubt?: { confidence: number },
  ): MadeInput {
    const written = theQuestion(material.history, material.languages);
    const { question } = written;
    const read = found.asked ?? written;
    const manner = doubt ? 'hand-over' : (mannerIn(material, question, found, language) ?? null);
    const each = manner === null ? eachAnswered(material, found, question) : undefined;
    const prompt = buildQuotePrompt(
      {
        ...material,
        passages: (each ?? found).passages.map(textOf),
        question: read.question,
        previousQuestion: found.dependsOnPrevious ? read.previousQuestion : undefined,
      },
      budget,
    );
    const passages = each?.passages ?? found.passages.slice(0, prompt.passages);
    const heard = { question, manner, ...heardIn(found.kinds), language };
    const asked = { ...heard, passages, isUnread: found.isUnread ?? false, alsoSaid: [] };
    const decided = {
      answersEach: each ? (each.isWhole ? ('all' as const) : ('some' as const)) : null,
      confidence: (doubt ?? each)?.confidence ?? null,
    };
    const grounding = groundIn(material, { ...asked, ...decided });
    const greedy = { ...sampling, temperature: 0 };
    return { mode: 'quote', messages: prompt.messages, sampling: greedy, grounding, found };
  }

  /** What answers a message whose questions were looked up alone, too. */
  function eachAnswered({ caution }: PromptMaterial, { parts = [], passages, kinds }: Retrieved, question: string) {
    const asked = { ...asPart({ question, passages }), parts: parts.map(asPart) };
    return answerEach(asked, likelihoodsOf(kinds), withCaution(parameters, caution));
  }

  /** There is one thing to say, whatever stands in the prompt; which can't be empty. */
  function oneReplyInput(
    material: PromptMaterial,
    said: { question: string; manner: string | null; ofOrder?: Grounding['ofOrder'] },
  ): MadeInput {
    const room = { ...sampling, maxTokens: Math.max(sampling.maxTokens, tokensOf(said.ofOrder)), temperature: 0 };
    const question = said.question || '(a file)';
    const { messages } = buildQuotePrompt({ ...material, passages: [], question }, budgetFor(room));
    const asked = {
      ...{ ...heardIn(null), language: null, passages: [], ...said },
      ...{ alsoSaid: [], confidence: null, answersEach: null, isUnread: false },
    };
    const grounding = groundIn(material, asked);
    return { mode: 'quote', messages, sampling: room, grounding, found: nothingFound };
  }

  /** With the end of the answer. */
  const tokensOf = (reply: { text: string } | null = null) =>
    reply ? tokenizer.encodeRecurring(reply.text).length + 1 : 0;

  /** What is said of a customer's order. What a site's server says at too great a length for the model is not cut: it would say something else. */
  function saidOfOrder(material: PromptMaterial, ownCase?: number): Grounding['ofOrder'] {
    const { siteName, handsOver } = material;
    const replyTexts = wordingsOf(material.replyTexts, { handsOver });
    const spoken = spokenIn(material);
    const said = orderSaid({ ...material, replyTexts }, spoken, ownCase) as Grounding['ofOrder'] | undefined;
    if (!said || tokensOf(said) <= capacityTokens / 2) return said ?? null;
    return orderReply('order-failed', spoken, siteName, replyTexts) as Grounding['ofOrder'];
  }

  /** The model words what stands in the prompt. */
  function phraseInput(material: PromptMaterial, found: Retrieved, confidence: number | null): MadeInput {
    const free = samplingOf(material);
    const all = foundForAll(found);
    const built = buildPrompt({ ...material, passages: all.map(textOf) }, budgetFor(free));
    const { question, previousQuestion = '' } = theQuestion(material.history, material.languages);
    const passages = all.slice(0, built.passages);
    const asked = {
      answersEach: null,
      question,
      manner: null,
      ...heardIn(found.kinds),
      language: null,
      passages,
      isUnread: found.isUnread ?? false,
    };
    const alsoSaid = [material.siteName, material.systemPrompt, previousQuestion];
    const grounding = groundIn(material, { ...asked, alsoSaid, confidence });
    return { mode: 'phrase', messages: built.messages, sampling: free, grounding, found };
  }

  /** The model words the answer, where something was found that likely answers; the site's prompt is such a thing, too. */
  async function phraseOrHandOver(material: PromptMaterial, where: Where, found: Retrieved | null): Promise<MadeInput> {
    const { systemText, systemPrompt, caution } = material;
    // Of several things that are asked one that is known is enough: the guards see to the others.
    const decisionOn = ({ passages, parts = [], kinds }: Retrieved) => {
      const decisions = [{ question: where.question, passages }, ...parts].map((part) => {
        const evidence = evidenceOf({ question: part.question, ...likelihoodsOf(kinds) }, asPart(part).passages);
        return decideByRetrieval(evidence, withCaution(parameters, caution));
      });
      return decisions.reduce((best, one) => (one.confidence > best.confidence ? one : best));
    };
    const first = found && decisionOn(found);
    if (found && first?.branch === 'answer') return phraseInput(material, found, first.confidence);
    // The caller's own text was looked through.
    const wider = systemText === null ? await retrieve({ ...where, prompt: systemPrompt, found }) : found;
    // Without an embedding model nothing can be looked up.
    if (!wider) return phraseInput(material, found ?? nothingFound, null);
    const { branch, confidence } = decisionOn(wider);
    if (branch === 'answer') return phraseInput(material, likelyIn(found ?? nothingFound), confidence);
    return quoteInput(material, null, wider, { confidence });
  }

  function plainInput(material: PromptMaterial): MadeInput {
    const free = samplingOf(material);
    const { messages } = buildPrompt(material, budgetFor(free));
    return { mode: 'plain', messages, sampling: free, grounding: null, found: nothingFound };
  }

  function groundIn(
    material: PromptMaterial,
    asked: Omit<
      Grounding,
      'siteName' | 'spoken' | 'caution' | 'replyTexts' | 'replyListHash' | 'contactAsked' | 'ofOrder'
    > &
      Partial<Pick<Grounding, 'ofOrder'>>,
  ): Grounding {
    const { siteName, caution, replyTexts, handsOver, languages, history } = material;
    // What was typed without a title is the site's.
    const passages = asked.passages.map((passage) => ({ ...passage, title: passage.title || siteName }));
    const spoken = spokenIn({ history, languages });
    const wordings = wordingsSpoken(wordingsOf(replyTexts, { handsOver }), spoken, asked.language);
    const contactAsked = offerBefore(material) === 'contact';
    const made = { ofOrder: null, ...asked, passages, siteName, spoken, caution, contactAsked, replyTexts: wordings };
    return { ...made, replyListHash: replyListHash(made) };
  }

  async function chooseInput(siteId: string, material: PromptMaterial): Promise<MadeInput> {
    const { answerMode, languages, knowledgeVersion, systemText } = material;
    // Files without a word: there is nothing to look up, and nobody here reads files.
    if (material.history.at(-1)?.text === '') return oneReplyInput(material, { question: '', manner: onlyFiles });
    if (answerMode === 'plain') return plainInput(material);
    const asked = theQuestion(material.history, material.languages);
    const ofOrder = saidOfOrder(material);
    const sayOfOrder = (ofOrder: Grounding['ofOrder']) =>
      oneReplyInput(material, { question: asked.question, manner: null, ofOrder });
    if (ofOrder) return sayOfOrder(ofOrder);
    const spoken = spokenIn(material);
    const where = { siteId, knowledgeVersion, ...asked, language: spoken };
    const found = await retrieve({ ...where, prompt: systemText });
    // As it was read: a misspelled word resembles another language's more than its own.
    const language = detectOtherLanguage((found?.asked ?? asked).question, languages, found?.isInOwnWords);
    // In a language that the site does not answer in there is nothing to say but that.
    if (language !== undefined) return quoteInput(material, language, nothingFound);
    const manner = mannerIn(material, asked.question, found ?? undefined);
    const mayInstruct = soundsLikeInjection(found?.kinds ?? null);
    if (mayInstruct || (manner && isNeverWorded(manner))) return quoteInput(material, null, found ?? nothingFound);
    const asksForOrder =
      manner === undefined ? saidOfOrder(material, likelihoodsOf(found?.kinds ?? null).ownCase) : null;
    if (asksForOrder) return sayOfOrder(asksForOrder);
    // Numbers, days and months in words, and claims to be a person, are told in English alone: in others the facts are quoted.
    if (answerMode === 'phrase' && spoken === 'en') {
      const { question } = asked;
      const isFree = manner !== undefined || saysNothing(question, languages) || needsNoPassage(found?.kinds ?? null);
      if (!isFree) return phraseOrHandOver(material, where, found);
      // "Yes" may need what was asked before; to "hello" there is no source.
      const isAlone = manner !== undefined || !found?.dependsOnPrevious;
      const needed = isAlone ? { ...(found ?? nothingFound), passages: [], parts: [] } : likelyIn(found);
      return phraseInput(material, needed, null);
    }
    // A site that knows nothing yet is quoted from its prompt.
    const quotable = found ?? (await retrieve({ ...where, prompt: material.systemPrompt }));
    // Without an embedding model nothing can be looked up.
    return quotable ? quoteInput(material, null, quotable) : phraseInput(material, nothingFound, null);
  }

  return async (siteId, stored) => {
    // What the chat said, and says, is of the list that the model can choose from.
    const material = { ...stored, replyTexts: usableTexts(stored, tokenizer) };
    const made = await chooseInput(siteId, material);
    const input = {
      promptVersionId: material.promptVersionId,
      modelHash: options.modelHash,
      tokenizerHash: options.tokenizerHash,
      mode: made.mode,
      ...made.sampling,
      seed: randomInt(2 ** 31 - 1),
      promptIds: tokenizer.encodeChat(made.messages, { addGenerationPrompt: true }),
      grounding: made.grounding,
      passageIds: [...new Set(made.grounding?.passages.filter(isSitePassage).map(({ id }) => id))],
      knowledgeVersion: material.knowledgeVersion,
    };
    return { input, embedding: made.found.embedding, keepFor: keptFor(material, made) };
  };
}

/** A question with the texts of what was found for it. */
function asPart({ question, passages }: RetrievedPart) {
  return { question, passages: passages.map((passage) => ({ ...passage, text: textOf(passage) })) };
}

/** Of the languages that the site answers in, the customer's. */
function spokenIn({ history, languages }: Pick<PromptMaterial, 'history' | 'languages'>): string {
  const written = history.filter(({ role }) => role === 'visitor').map(({ text }) => text);
  return answeredLanguage(written.reverse(), languages);
}

/**
 * What the last message, the question, says beside any passage.
 * @param language it is in, where the site does not answer in that
 */
function mannerIn(
  material: PromptMaterial,
  question: string,
  heard: Retrieved | undefined,
  language: string | null = null,
): Manner | undefined {
  const languages = language === null ? material.languages : [...material.languages, language];
  return mannerOf(question, { heard, offer: offerBefore(material), languages });
}

/** What the chat offered before the last message. */
function offerBefore(material: PromptMaterial): Offer | undefined {
  const before = material.history.at(-2);
  return before?.role === 'assistant' ? offerIn(before.text, material) : undefined;
}

/** What the kind of a message tells of it, as an answer's record has it. */
const heardIn = (kinds: Retrieved['kinds']) => ({ isPlain: soundsPlain(kinds), ...likelihoodsOf(kinds) });

/** From this score of a passage on it is rather a source than not. */
const likely = 0.5;

/** Of what was found what likely answers anything that is asked. */
function likelyIn(found: Retrieved): Retrieved {
  return { ...found, passages: foundForAll(found).filter(({ score }) => score >= likely), parts: [] };
}

/** From then on a message is taken to be about the customer's own order, booking or account. */
const ownCaseEdge = 0.5;

/** Only of what is held to the site's knowledge, and follows from the question alone. */
function keptFor({ history, systemText }: PromptMaterial, { grounding, found }: MadeInput): KeptFor | null {
  const isAlone = history.length === 1 && systemText === null;
  if (!isAlone || !grounding || grounding.ofOrder || grounding.ownCase >= ownCaseEdge) return null;
  const question = cacheableQuestion(grounding.question);
  return question === null ? null : { question, briefly: found.isHurried ?? false };
}

/**
 * Tokens that the chat template puts around a message, and those beside: before the answer, say. Of chats as they are asked,
 * each with a question: templates may refuse others.
 */
function frameTokens(tokenizer: Tokenizer): { message: number; beside: number } {
  const count = (...roles: ChatMessage['role'][]) =>
    tokenizer.encodeChat(
      roles.map((role) => ({ role, content: '' })),
      { addGenerationPrompt: true },
    ).length;
  const first = count('system', 'user');
  const message = Math.ceil((count('system', 'user', 'assistant', 'user') - first) / 2);
  return { message, beside: first - 2 * message };
}
