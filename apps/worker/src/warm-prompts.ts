import { setTimeout as sleep } from 'node:timers/promises';
import { buildPrompt, buildQuotePrompt } from '@frontdesk/answers';
import { type Database, listPublishedPrompts, type PublishedPrompt } from '@frontdesk/database';
import type { Engine } from '@frontdesk/engine';
import type { Tokenizer } from '@frontdesk/tokenizer';

/** Sites whose prompts are read ahead, those who published last first. */
const mostPrompts = 16;
/** Pinned prompts leave at least this part of the prefix cache to conversations. */
const conversationsShare = 0.5;
/** How long a worker that starts waits for them; the rest is read beside the first answers. */
const patienceMs = 3_000;

export interface WarmPromptsOptions {
  database: Database;
  engine: Engine;
  tokenizer: Tokenizer;
  onWarm(report: { prompts: number; tokens: number; durationMs: number }): void;
  onError(error: unknown): void;
}

/**
 * Has the engine read the published prompts, so that the first question to each site starts at once. Resolves when they
 * are read or have taken long enough; never rejects: an answer works without.
 */
export async function warmPrompts({ database, engine, tokenizer, onWarm, onError }: WarmPromptsOptions): Promise<void> {
  const startedMs = performance.now();
  const warming = (async () => {
    const report = { prompts: 0, tokens: 0 };
    for (const prompt of await listPublishedPrompts(database, mostPrompts)) {
      const { bytes, budgetBytes } = engine.stats().prefix;
      if (bytes > budgetBytes * conversationsShare) break;
      // For as long as this worker lives: a prompt that is published later is kept because it is used.
      const { tokens } = await engine.pin(sharedIds(prompt, tokenizer));
      report.prompts += 1;
      report.tokens += tokens;
    }
    onWarm({ ...report, durationMs: performance.now() - startedMs });
  })().catch(onError);
  await Promise.race([warming, sleep(patienceMs, undefined, { ref: false })]);
}

const noBudget = { budgetTokens: Number.POSITIVE_INFINITY, countTokens: () => 0 };

/** The ids with which all prompts of a site begin, found by comparing two, so that no template needs to be known. */
export function sharedIds({ answerMode, ...site }: PublishedPrompt, tokenizer: Tokenizer): number[] {
  const [one = [], other = []] = ['a', '1'].map((text) => {
    // Where mode quote has nothing to quote, its prompt is the other one, which begins the same but for the last tokens.
    const messages =
      answerMode === 'quote'
        ? buildQuotePrompt({ ...site, passages: [text], question: text }, noBudget).messages
        : buildPrompt({ ...site, history: [{ role: 'visitor', text }] }, noBudget).messages;
    return tokenizer.encodeChat(messages, { addGenerationPrompt: true });
  });
  const length = one.findIndex((id, index) => id !== other[index]);
  return one.slice(0, length === -1 ? one.length : length);
}
