import type { Costs } from './cost-model.ts';

/** What the policy must know of a sequence. */
export interface Candidate {
  /** Tokens that may be read in one chunk: what is left of the prompt; while decoding, a forced run; otherwise 1. */
  readonly chunkTokens: number;
}

export interface WaitingCandidate extends Candidate {
  /** Lower goes first. */
  readonly priority: number;
  /** Rises with every call. */
  readonly arrival: number;
}

export interface Situation<S extends Candidate, W extends S & WaitingCandidate> {
  slots: number;
  /** Sequences that have had their prompt read, by slot. */
  decoding: readonly S[];
  /** The sequence whose prompt is being read. */
  prefilling: S | undefined;
  waiting: readonly W[];
  /** Time spent on chunks since the last decode step, while sequences were decoding. */
  chunkMsSinceDecode: number;
}

/** One run of the model. */
export type Step<S, W> =
  /** Gives a waiting sequence a slot, and reads the first chunk of its prompt. */
  | { kind: 'admit'; sequence: W; maxTokens: number }
  /** Reads the next chunk of the prompt that is being read. */
  | { kind: 'prefill'; sequence: S; maxTokens: number }
  /** Reads a forced run of a decoding sequence at once. */
  | { kind: 'jump'; sequence: S; maxTokens: number }
  /** Reads the next token of every decoding sequence. */
  | { kind: 'decode' };

/**
 * Tokens that a chunk has at most. Between steps an ended sequence leaves its slot, so this bounds how long a cancelled
 * prefill holds it; longer chunks are hardly faster.
 */
export const MAX_CHUNK_TOKENS = 256;
/** Below, a chunk costs little less: a run reads all weights, however few its tokens. */
export const MIN_CHUNK_TOKENS = 16;
/** What chunks may stretch the time between two tokens to, in times of the time without; 3 is promised. */
const MAX_STRETCH = 2.5;
/** Nobody reads faster: up to this time between two tokens, chunks go first whatever the stretch. */
const SMOOTH_MS = 50;

/**
 * What to do next; undefined when there is nothing. First words first: prompts are read before the next decode step,
 * one sequence after the other, as long as those that are decoding don't notice; then every one of them has its token.
 */
export function chooseStep<S extends Candidate, W extends S & WaitingCandidate>(
  { slots, decoding, prefilling, waiting, chunkMsSinceDecode }: Situation<S, W>,
  costs: Costs,
): Step<S, W> | undefined {
  const left = chunkBudgetMs(decoding.length, costs) - chunkMsSinceDecode;
  const maxTokens = Math.min(MAX_CHUNK_TOKENS, decoding.length === 0 ? MAX_CHUNK_TOKENS : costs.chunkTokensIn(left));
  // The first chunk after a decode step is made whatever it costs: prompts must get on.
  const bounded = chunkMsSinceDecode === 0 ? Math.max(maxTokens, MIN_CHUNK_TOKENS) : maxTokens;
  const worthwhile = (sequence: S) => bounded >= Math.min(MIN_CHUNK_TOKENS, sequence.chunkTokens);

  if (prefilling) {
    if (worthwhile(prefilling)) return { kind: 'prefill', sequence: prefilling, maxTokens: bounded };
  } else if (decoding.length < slots) {
    const next = firstOf(waiting);
    if (next && bounded >= MIN_CHUNK_TOKENS) return { kind: 'admit', sequence: next, maxTokens: bounded };
  }
  if (decoding.length === 0) return undefined;
  const jumping = decoding.find((sequence) => jumpPays(sequence.chunkTokens, decoding.length, costs));
  if (jumping && worthwhile(jumping)) return { kind: 'jump', sequence: jumping, maxTokens: bounded };
  return { kind: 'decode' };
}

/** Whom a free slot goes to. */
export function firstOf<W extends WaitingCandidate>(waiting: readonly W[]): W | undefined {
  let first: W | undefined;
  for (const one of waiting) {
    if (!first || one.priority < first.priority || (one.priority === first.priority && one.arrival < first.arrival)) {
      first = one;
    }
  }
  return first;
}

/**
 * Whether ids that are known beforehand should be read as a chunk. Otherwise they go along with the decode steps of the
 * others, one each, for a row's share of the step.
 */
export function jumpPays(forcedTokens: number, decoding: number, costs: Costs): boolean {
  return forcedTokens > 1 && costs.chunkMs(forcedTokens) < (forcedTokens * costs.decodeMs(decoding)) / decoding;
}

/** Time for chunks between two decode steps of `decoding` sequences. */
function chunkBudgetMs(decoding: number, costs: Costs): number {
  if (decoding === 0) return Number.POSITIVE_INFINITY;
  const decodeMs = costs.decodeMs(decoding);
  return Math.max(decodeMs * (MAX_STRETCH - 1), SMOOTH_MS - decodeMs);
}
