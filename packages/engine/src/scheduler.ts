import type { Costs } from './cost-model.ts';

/** What the policy must know of a sequence. */
export interface Candidate {
  /** Tokens that could be read in one chunk: what is left of the prompt; while decoding, a forced run; otherwise 1. */
  readonly unreadTokens: number;
  /** Tokens of it that are in its slot already. */
  readonly readTokens: number;
}

export interface DecodingCandidate extends Candidate {
  /** What it may say next, `most` ids at most. */
  guess(most: number): { readonly ids: readonly number[]; readonly trueShare: number };
}

export interface WaitingCandidate extends Candidate {
  /** Lower goes first. */
  readonly priority: number;
  /** Rises with every call. */
  readonly arrival: number;
  /** On one clock: when it came, and when it ends wherever it is; Infinity for never. */
  readonly arrivedAtMs: number;
  readonly deadlineAtMs: number;
  /** Tokens of its prompt that are in no cache, as far as one knows. */
  readonly expectedTokens: number;
}

export interface PrefillingCandidate extends Candidate {
  readonly priority: number;
  /** Tokens that were in no cache when it began. */
  readonly expectedTokens: number;
  /** Tokens of shorter prompts that it still lets past. */
  readonly patienceTokens: number;
}

/** A sequence, of which each place in the situation wants to know something else. */
export type Schedulable = DecodingCandidate & PrefillingCandidate & WaitingCandidate;

export interface Situation<S extends Schedulable> {
  slots: number;
  /** Tokens that a chunk has at most. */
  maxChunkTokens: number;
  /** Ids that are guessed at most; 0: none. */
  maxGuessedTokens: number;
  /** Sequences that have had their prompt read, by slot. */
  decoding: readonly S[];
  /** Sequences whose prompt is being read: the last one now, each of the others once the one behind it is done. */
  prefilling: readonly S[];
  waiting: readonly S[];
  /** Time spent on chunks since the last decode step, while sequences were decoding. */
  chunkMsSinceDecode: number;
}

/** One run of the model. */
export type Step<S> =
  /** Gives a waiting sequence a slot, and reads the first chunk of its prompt; the prompt that is being read waits. */
  | { kind: 'admit'; sequence: S; maxTokens: number }
  /** Reads the next chunk of the prompt that is being read. */
  | { kind: 'prefill'; sequence: S; maxTokens: number }
  /** Reads a forced run of a decoding sequence at once. */
  | { kind: 'jump'; sequence: S; maxTokens: number }
  /** Reads the next token of the only decoding sequence, and what it may say behind it. */
  | { kind: 'guess'; sequence: S; ids: readonly number[] }
  /** Reads the next token of every decoding sequence. */
  | { kind: 'decode' };

/** Below, a chunk costs little less: a run reads all weights, however few its tokens. */
export const MIN_CHUNK_TOKENS = 16;
/**
 * So many are read at once, where a prompt is short: each chunk costs what the slot holds beside what it reads (behind 600
 * tokens 4 take 10 ms, and 16 take 15).
 */
const WHOLE_CHUNK_TOKENS = 48;
/** A turn of a conversation, most of which is kept, has no more to read; a longer prompt stretches nobody's time with its end. */
const SHORT_PROMPT_TOKENS = 3 * WHOLE_CHUNK_TOKENS;
/** What chunks may stretch the time between two tokens to, in times of the time without; 3 is promised, of so many sequences. */
const MAX_STRETCH = 2.5;
const PROMISED_SEQUENCES = 8;
/** The same for what is more urgent than usual: an answer that another worker had, whose reader has waited, maybe at half of it. */
const MAX_URGENT_STRETCH = 6;
/** A deadline later after the arrival than that, or none, counts as that. */
const LATEST_DUE_MS = 10_000;
/** What a guess costs that is read with the next token, in steps. Larger models, whose steps wait for memory, pay less. */
const GUESS_COST = 0.15;
/** Nobody reads faster: up to this time between two tokens, chunks go first whatever the stretch, but for the promised one. */
const SMOOTH_MS = 45;

/**
 * What to do next; undefined when there is nothing. First words first: prompts are read before the next decode step,
 * one sequence at a time, as long as those that are decoding don't notice; then every one of them has its token. A much
 * shorter prompt goes past the one that is being read, but not for ever: `mayPass`.
 */
export function chooseStep<S extends Schedulable>(
  { slots, maxChunkTokens, maxGuessedTokens, decoding, prefilling, waiting, chunkMsSinceDecode }: Situation<S>,
  costs: Costs,
): Step<S> | undefined {
  const tokensBehind = (contextTokens: number, stretch: number) => {
    if (decoding.length === 0) return maxChunkTokens;
    const leftMs = chunkBudgetMs(decoding.length, stretch, costs) - chunkMsSinceDecode;
    return Math.min(maxChunkTokens, costs.chunkTokensIn(leftMs, contextTokens));
  };
  /** How many may be read of a prompt of which `least` are worth a chunk; undefined where they have to wait. */
  const chunkOf = (leastTokens: number, contextTokens: number, priority: number) => {
    const least = Math.min(leastTokens, maxChunkTokens);
    const most = tokensBehind(contextTokens, priority < 0 ? MAX_URGENT_STRETCH : MAX_STRETCH);
    // The first chunk after a decode step is made whatever it costs: prompts must get on.
    const bounded = chunkMsSinceDecode === 0 ? Math.max(most, least) : most;
    return bounded >= least ? bounded : undefined;
  };

  const hasSlot = decoding.length + prefilling.length < slots;
  const next = hasSlot ? firstOf(waiting.filter((one) => prefilling.every((other) => mayPass(one, other)))) : undefined;
  if (next) {
    const { expectedTokens, unreadTokens, priority } = next;
    const chunk = chunkOf(worthwhile(expectedTokens, expectedTokens), unreadTokens - expectedTokens, priority);
    if (chunk !== undefined) return { kind: 'admit', sequence: next, maxTokens: chunk };
  } else {
    const current = prefilling.at(-1);
    if (current) {
      const { unreadTokens, readTokens, expectedTokens, priority } = current;
      const chunk = chunkOf(worthwhile(unreadTokens, expectedTokens), readTokens, priority);
      if (chunk !== undefined) return { kind: 'prefill', sequence: current, maxTokens: chunk };
    }
  }
  if (decoding.length === 0) return undefined;
  for (const one of decoding) {
    // Alone it keeps nobody else waiting for a token: there is no bound to obey.
    const maxTokens = decoding.length === 1 ? maxChunkTokens : tokensBehind(one.readTokens, MAX_STRETCH);
    // What the bound leaves of a run must pay by itself; otherwise it goes on a token at a step, with the others.
    const forced = Math.min(one.unreadTokens, maxTokens);
    if (jumpPays(forced, one.readTokens, decoding.length, costs)) return { kind: 'jump', sequence: one, maxTokens };
  }
  const [alone, another] = decoding;
  if (alone && !another) {
    const { ids, trueShare } = alone.guess(maxGuessedTokens);
    const tokens = guessedTokens(ids.length, trueShare);
    if (tokens > 0) return { kind: 'guess', sequence: alone, ids: ids.slice(0, tokens) };
  }
  return { kind: 'decode' };
}

/**
 * How many of `most` guesses are read with the next token: as many as say the most in a time, where each comes true as often as
 * those before, and the first that does not ends what the run is good for.
 */
export function guessedTokens(most: number, trueShare: number): number {
  let best = { tokens: 0, rate: 1 };
  let said = 1;
  for (let tokens = 1; tokens <= most; tokens++) {
    said += trueShare ** tokens;
    const rate = said / (1 + GUESS_COST * tokens);
    if (rate > best.rate) best = { tokens, rate };
  }
  return best.tokens;
}

/**
 * Whether a prompt may be read before another one that has begun: a more urgent one may; of equals one that is at most
 * half as long as what the other has left, until so many have passed that reading the other takes twice its time.
 */
export function mayPass(waiting: WaitingCandidate, prefilling: PrefillingCandidate): boolean {
  if (waiting.priority !== prefilling.priority) return waiting.priority < prefilling.priority;
  const { expectedTokens } = waiting;
  return 2 * expectedTokens <= prefilling.unreadTokens && expectedTokens <= prefilling.patienceTokens;
}

/** Whom a free slot goes to: the most urgent; of equals who is due first, and of those the first comer. */
export function firstOf<W extends WaitingCandidate>(waiting: readonly W[]): W | undefined {
  let first: W | undefined;
  for (const one of waiting) if (!first || goesBefore(one, first)) first = one;
  return first;
}

function goesBefore(one: WaitingCandidate, other: WaitingCandidate): boolean {
  if (one.priority !== other.priority) return one.priority < other.priority;
  const [due, otherDue] = [dueAtMs(one), dueAtMs(other)];
  return due === otherDue ? one.arrival < other.arrival : due < otherDue;
}

/** Its deadline, or some time after it came: who comes later than that does not go before it, so nobody waits for ever. */
const dueAtMs = ({ deadlineAtMs, arrivedAtMs }: WaitingCandidate) =>
  Math.min(deadlineAtMs, arrivedAtMs + LATEST_DUE_MS);

/**
 * Whether ids that are known beforehand should be read as a chunk. Otherwise they go along with the decode steps of the
 * others, one each, for a row's share of the step.
 */
export function jumpPays(forcedTokens: number, contextTokens: number, decoding: number, costs: Costs): boolean {
  if (forcedTokens < 2) return false;
  // Alone there is no doubt, whatever a slow moment has made of the estimates: one run instead of several.
  if (decoding === 1) return true;
  return costs.chunkMs(forcedTokens, contextTokens) < (forcedTokens * costs.decodeMs(decoding)) / decoding;
}

/** How many tokens at least are worth a chunk of a prompt that has `unreadTokens` left, of `expectedTokens` at its beginning. */
function worthwhile(unreadTokens: number, expectedTokens: number): number {
  const isShort = expectedTokens <= SHORT_PROMPT_TOKENS && unreadTokens <= WHOLE_CHUNK_TOKENS;
  return isShort ? unreadTokens : Math.min(unreadTokens, MIN_CHUNK_TOKENS);
}

/** Time for chunks between two decode steps of `decoding` sequences. */
function chunkBudgetMs(decoding: number, stretch: number, costs: Costs): number {
  const decodeMs = costs.decodeMs(decoding);
  // Of fewer sequences, whose steps are shorter, nothing is promised: they must not have all others wait for their first words.
  const promisedMs = MAX_STRETCH * costs.decodeMs(Math.max(decoding, PROMISED_SEQUENCES));
  return Math.max(decodeMs * (stretch - 1), Math.min(SMOOTH_MS, promisedMs) - decodeMs);
}
