import { randomInt } from 'node:crypto';
import { buildPrompt, defaultSampling, type Sampling } from '@frontdesk/answers';
import {
  type ClaimedGeneration,
  type Database,
  type GenerationInput,
  readGenerationInput,
  readPromptMaterial,
  storeGenerationInput,
} from '@frontdesk/database';
import type { ChatMessage, Tokenizer } from '@frontdesk/tokenizer';

export interface InputOptions {
  database: Database;
  tokenizer: Tokenizer;
  modelHash: string;
  tokenizerHash: string;
  /** Tokens of prompt and answer together. */
  capacityTokens: number;
  /** How answers are sampled; {@link defaultSampling} unless given. */
  sampling?: Sampling;
}

/**
 * What an answer is made from: at the first claim built and stored before the first token, at later claims what is stored.
 * Rejects with CodedError `message_too_long`, or ModelChangedError.
 */
export type PrepareInput = (claim: ClaimedGeneration) => Promise<GenerationInput>;

/** The answer was begun with another model or tokenizer: its ids mean nothing to this one. */
export class ModelChangedError extends Error {
  override readonly name = 'ModelChangedError';
}

export function createPrepareInput(options: InputOptions): PrepareInput {
  const { database, tokenizer, modelHash, tokenizerHash, capacityTokens, sampling = defaultSampling } = options;
  const frame = frameTokens(tokenizer);

  async function makeInput(claim: ClaimedGeneration) {
    const material = await readPromptMaterial(database, claim);
    const messages = buildPrompt(material, {
      budgetTokens: capacityTokens - sampling.maxTokens - frame.answer,
      countTokens: ({ content }) => tokenizer.encodeText(content).length + frame.message,
    });
    return {
      generationId: claim.generationId,
      siteId: claim.siteId,
      promptVersionId: material.promptVersionId,
      modelHash,
      tokenizerHash,
      mode: 'phrase',
      ...sampling,
      seed: randomInt(2 ** 31 - 1),
      promptIds: tokenizer.encodeChat(messages, { addGenerationPrompt: true }),
    };
  }

  return async (claim) => {
    const stored = claim.epoch === 1 ? null : await readGenerationInput(database, claim.generationId);
    const input = stored ?? (await storeGenerationInput(database, await makeInput(claim)));
    if (input.modelHash !== modelHash || input.tokenizerHash !== tokenizerHash) {
      throw new ModelChangedError(`generation ${claim.generationId} was begun with model ${input.modelHash}`);
    }
    return input;
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
