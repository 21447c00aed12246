import { randomInt } from 'node:crypto';
import {
  buildPrompt,
  buildQuotePrompt,
  defaultSampling,
  detectOtherLanguage,
  mannerOf,
  type Sampling,
} from '@frontdesk/answers';
import {
  type AnswerMode,
  type ClaimedGeneration,
  type Database,
  type GenerationInput,
  type PromptMaterial,
  readGenerationInput,
  readPromptMaterial,
  storeGenerationInput,
} from '@frontdesk/database';
import type { ChatMessage, Tokenizer } from '@frontdesk/tokenizer';
import { type Grounding, groundingOf, replyListHash, textOf, usableTexts } from './grounding.ts';
import { type Retrieve, type Retrieved, theQuestion } from './retrieval.ts';

export interface InputOptions {
  database: Database;
  tokenizer: Tokenizer;
  modelHash: string;
  tokenizerHash: string;
  /** Tokens of prompt and answer together. */
  capacityTokens: number;
  retrieve: Retrieve;
  /** How answers are sampled; {@link defaultSampling} unless given. */
  sampling?: Sampling;
}

/**
 * What an answer is made from: at the first claim built and stored before the first token, at later claims what is stored.
 * Rejects with CodedError `message_too_long`, or ModelChangedError.
 */
export type PrepareInput = (claim: ClaimedGeneration) => Promise<PreparedInput>;

export interface PreparedInput {
  input: GenerationInput;
  /** Of the question, where it was looked up for this claim. */
  embedding: Retrieved['embedding'];
}

/** The answer was begun with another model, tokenizer or list of replies: its ids mean nothing to this worker. */
export class ModelChangedError extends Error {
  override readonly name = 'ModelChangedError';
}

interface MadeInput {
  mode: AnswerMode;
  messages: ChatMessage[];
  sampling: Sampling;
  grounding: Grounding | null;
  embedding: Retrieved['embedding'];
}

export function createPrepareInput(options: InputOptions): PrepareInput {
  const { database, tokenizer, modelHash, tokenizerHash, capacityTokens, retrieve } = options;
  const { sampling = defaultSampling } = options;
  const frame = frameTokens(tokenizer);

  const budget = {
    budgetTokens: capacityTokens - sampling.maxTokens - frame.answer,
    countTokens: ({ content }: ChatMessage) => tokenizer.encodeText(content).length + frame.message,
  };

  /** What mode quote answers from; null for a site that knows nothing to quote. */
  async function quoteInput(siteId: string, material: PromptMaterial): Promise<MadeInput | null> {
    const { siteName, languages, replyTexts, knowledgeVersion } = material;
    const asked = theQuestion(material.history);
    const found = await retrieve({ siteId, knowledgeVersion, ...asked });
    if (found === null) return null;
    const language = detectOtherLanguage(asked.question, languages) ?? null;
    // Nothing is quoted in a language that the site does not answer in.
    const passages = language === null ? found.passages : [];
    const prompt = buildQuotePrompt(
      {
        ...material,
        passages: passages.map(textOf),
        question: asked.question,
        previousQuestion: found.dependsOnPrevious ? asked.previousQuestion : undefined,
      },
      budget,
    );
    const texts = usableTexts({ siteName, language, replyTexts }, tokenizer);
    const replies = { siteName, language, manner: mannerOf(asked.question) ?? null, replyTexts: texts };
    const grounding: Grounding = {
      ...replies,
      question: asked.question,
      replyListHash: replyListHash(replies),
      passages: passages.slice(0, prompt.passages),
    };
    const { embedding } = found;
    return {
      mode: 'quote',
      messages: prompt.messages,
      sampling: { ...sampling, temperature: 0 },
      grounding,
      embedding,
    };
  }

  async function makeInput(claim: ClaimedGeneration) {
    const material = await readPromptMaterial(database, claim);
    const quoted = material.answerMode === 'quote' ? await quoteInput(claim.siteId, material) : null;
    const made: MadeInput = quoted ?? {
      // A site that knows nothing to quote speaks from its prompt.
      mode: material.answerMode === 'plain' ? 'plain' : 'phrase',
      messages: buildPrompt(material, budget),
      sampling,
      ...{ grounding: null, embedding: null },
    };
    const input = {
      generationId: claim.generationId,
      siteId: claim.siteId,
      promptVersionId: material.promptVersionId,
      modelHash,
      tokenizerHash,
      mode: made.mode,
      ...made.sampling,
      seed: randomInt(2 ** 31 - 1),
      promptIds: tokenizer.encodeChat(made.messages, { addGenerationPrompt: true }),
      grounding: made.grounding,
      passageIds: made.grounding?.passages.map(({ id }) => id) ?? [],
      knowledgeVersion: material.knowledgeVersion,
    };
    return { input, embedding: made.embedding };
  }

  return async (claim) => {
    const stored = claim.epoch === 1 ? null : await readGenerationInput(database, claim.generationId);
    const made = stored ? { input: stored, embedding: null } : await makeInput(claim);
    const input = stored ?? (await storeGenerationInput(database, made.input));
    if (input.modelHash !== modelHash || input.tokenizerHash !== tokenizerHash) {
      throw new ModelChangedError(`generation ${claim.generationId} was begun with model ${input.modelHash}`);
    }
    const grounding = groundingOf(input);
    if (grounding && grounding.replyListHash !== replyListHash(grounding)) {
      throw new ModelChangedError(`generation ${claim.generationId} was begun with other replies`);
    }
    return { input, embedding: made.embedding };
  };
}

/** Tokens that the chat template puts around a message, and before the answer. */
function frameTokens(tokenizer: Tokenizer): { message: number; answer: number } {
  const system: ChatMessage = { role: 'system', content: '' };
  const one = tokenizer.encodeChat([system]).length;
  const two = tokenizer.encodeChat([system, { role: 'user', content: '' }]).length;
  const open = tokenizer.encodeChat([system], { addGenerationPrompt: true }).length;
  return { message: Math.max(one, two - one), answer: open - one };
}
