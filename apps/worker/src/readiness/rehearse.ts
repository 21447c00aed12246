import { type DecisionParameters, stopStrings, type TokenTexts } from '@frontdesk/answers';
import { type Database, readSiteMaterial } from '@frontdesk/database';
import type { Engine } from '@frontdesk/engine';
import type { Tokenizer } from '@frontdesk/tokenizer';
import { AnswerText } from '../answers/answer-text.ts';
import type { ComposeInput } from '../answers/compose-input.ts';
import { groundedAnswer } from '../answers/grounding.ts';

export interface RehearseOptions {
  database: Database;
  compose: ComposeInput;
  engine: Pick<Engine, 'generate'>;
  tokenizer: Tokenizer;
  tokens: TokenTexts;
  stopIds: readonly number[];
  parameters: DecisionParameters;
}

/** Enough for everything to have run once. */
const mostTokens = 8;

/**
 * Answers a question that nobody asked, and tells nobody: reads the site's passages into memory, and has everything that an
 * answer takes run once, which is slower than ever after.
 */
export function createRehearse(options: RehearseOptions): (siteId: string) => Promise<void> {
  const { database, compose, engine, tokenizer, tokens, stopIds } = options;
  const parameters = { ...options.parameters, asksInDoubtOnly: false };
  return async (siteId) => {
    const material = await readSiteMaterial(database, { siteId, question: 'What should I know before I order?' });
    if (!material) return;
    const { input } = await compose(siteId, material);
    const grounded = groundedAnswer({ ...input, siteId, generationId: '' }, { tokenizer, tokens, stopIds, parameters });
    const text = new AnswerText(tokenizer, stopStrings);
    const { promptIds, temperature, topP, seed } = input;
    const asked = { promptIds, temperature, topP, seed, stopIds, maxTokens: Math.min(mostTokens, input.maxTokens) };
    // What is left of it when customers come goes behind them.
    const priority = Number.POSITIVE_INFINITY;
    for await (const { ids } of engine.generate({ ...asked, priority, ...grounded?.request })) text.push(ids);
  };
}
