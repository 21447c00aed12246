import type { Random } from '../bench/load/random.ts';
import { integer } from '../bench/load/random.ts';

/** What a turn asks of a worker. */
export interface Turn {
  newTokens: number;
  steps: number;
  forcedTokens: number;
  lookUpMs: number;
}

/** How answers are made. */
export interface Workload {
  name: string;
  /** Whether what the conversation has said so far stands in the prompt. */
  hasHistory: boolean;
  drawTurn(random: Random): Turn;
}

/** The model's own words, as bench:load's `--tokens 45`: 37 new tokens and 45 of the answer a turn, on average. */
export const worded: Workload = {
  name: 'worded',
  hasHistory: true,
  drawTurn: (random) => ({
    ...{ newTokens: integer(random, 20, 54), steps: integer(random, 19, 69), forcedTokens: 0, lookUpMs: 0 },
  }),
};

/**
 * Sentences of what the site knows, the default model's way: no history in the prompt, 40 to 80 uncached tokens, four
 * choices, the rest can't be otherwise. Finding the passages takes 90 ms (packages/knowledge/README.md: two cores without
 * AVX-512, a network that reads passages included), during which nothing else is computed here: worse than it is.
 */
export const quoted: Workload = {
  name: 'quoted',
  hasHistory: false,
  drawTurn: (random) => ({
    ...{ newTokens: integer(random, 40, 80), steps: 3, forcedTokens: integer(random, 20, 60), lookUpMs: 90 },
  }),
};
