import {
  type ClaimedGeneration,
  type Database,
  type NewGenerationInput,
  readGenerationInput,
  readPromptMaterial,
  storeGenerationInput,
} from '@frontdesk/database';
import type { ComposedInput, ComposeInput } from './compose-input.ts';
import { groundingOf, replyListHash } from './grounding.ts';

export interface InputOptions {
  database: Database;
  compose: ComposeInput;
  modelHash: string;
  tokenizerHash: string;
}

/**
 * What an answer is made from: at the first claim composed, and stored while the model reads it; at later claims what is
 * stored. Rejects with CodedError `message_too_long`, or ModelChangedError.
 */
export type PrepareInput = (claim: ClaimedGeneration) => Promise<PreparedInput>;

export interface PreparedInput extends Pick<ComposedInput, 'embedding' | 'keepFor'> {
  input: NewGenerationInput;
  /** Resolves when it is stored: before that no word may be. */
  stored: Promise<unknown>;
}

/** The answer was begun with another model, tokenizer or list of replies: its ids mean nothing to this worker. */
export class ModelChangedError extends Error {
  override readonly name = 'ModelChangedError';
}

export function createPrepareInput({ database, compose, modelHash, tokenizerHash }: InputOptions): PrepareInput {
  async function makeInput(claim: ClaimedGeneration) {
    const { siteId, generationId } = claim;
    const { input, ...beside } = await compose(siteId, await readPromptMaterial(database, claim));
    return { input: { ...input, generationId, siteId }, ...beside };
  }

  return async (claim) => {
    const before = claim.epoch === 1 ? null : await readGenerationInput(database, claim.generationId);
    const made = before ? { input: before, embedding: null, keepFor: null } : await makeInput(claim);
    // Another claim may be storing too, and goes on from what was first; of the first claim's own a later one has the fence.
    const storing = before ? Promise.resolve(before) : storeGenerationInput(database, made.input);
    const input = claim.epoch === 1 ? made.input : await storing;
    // Whoever writes the first word hears of it.
    storing.catch(() => {});
    if (input.modelHash !== modelHash || input.tokenizerHash !== tokenizerHash) {
      throw new ModelChangedError(`generation ${claim.generationId} was begun with model ${input.modelHash}`);
    }
    const grounding = groundingOf(input);
    if (grounding && grounding.replyListHash !== replyListHash(grounding)) {
      throw new ModelChangedError(`generation ${claim.generationId} was begun with other replies`);
    }
    return { input, stored: storing, embedding: made.embedding, keepFor: made.keepFor };
  };
}
