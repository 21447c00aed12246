import type { SequenceRequest } from '@frontdesk/engine';
import { MAX_TOKENS, type Prepared } from './questions.ts';

/**
 * How the same prompts are answered. `free`: the model alone, without adapter and constraint. `stepped`: in the language of
 * mode quote, but with a step for every token. `quoted`: as the worker does, steps only where there is a choice.
 */
export const WAYS = ['free', 'stepped', 'quoted'] as const;
export type Way = (typeof WAYS)[number];

/** The engine's request for an answer. */
export function requestOf(way: Way, prepared: Prepared, stopIds: readonly number[]): SequenceRequest {
  const { promptIds } = prepared;
  const request = { promptIds, maxTokens: MAX_TOKENS, temperature: 0, topP: 1, seed: 0, stopIds };
  if (way === 'free') return request;
  const decoder = prepared.decoder();
  if (way === 'quoted') return { ...request, allowedNext: decoder.allowedNext, choose: decoder.choose };
  let wanted: readonly number[] = [];
  return {
    ...request,
    // A second id, which is never taken, makes a choice of what has none.
    allowedNext: (generatedIds) => {
      wanted = decoder.allowedNext(generatedIds);
      const [only] = wanted;
      return wanted.length === 1 && only !== undefined ? (only === 0 ? [0, 1] : [only - 1, only]) : wanted;
    },
    choose: (_allowed, logits) => (wanted.length === 1 ? wanted[0] : decoder.choose(wanted, logits)),
  };
}
