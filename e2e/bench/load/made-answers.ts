import * as z from 'zod';
import type { MadeAnswer } from './measured.ts';

/** What a worker logs of an answer that it has made. */
const line = z.object({
  msg: z.literal('answer left this worker'),
  generationId: z.uuid(),
  outcome: z.literal('done'),
  promptTokens: z.number(),
  generatedTokens: z.number(),
  cachedTokens: z.number(),
  forcedTokens: z.number(),
});

/** Reads the lines of workers' logs. What an answer cost stands nowhere else answer by answer. */
export class MadeAnswers {
  readonly answers = new Map<string, MadeAnswer>();

  take(text: string): void {
    // Most lines are others': they are not even parsed.
    if (!text.includes('"answer left this worker"')) return;
    const parsed = line.safeParse(readJson(text));
    if (!parsed.success) return;
    const { generationId, promptTokens, cachedTokens, generatedTokens, forcedTokens } = parsed.data;
    this.answers.set(generationId, { promptTokens, cachedTokens, generatedTokens, forcedTokens });
  }
}

/** Undefined where a line is no JSON. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
