/** What steps cost, from what the last ones took: the scheduler weighs prefill against decode with it. */
export interface Costs {
  /** Milliseconds of a run that reads one token for each of `sequences`. */
  decodeMs(sequences: number): number;
  /** Milliseconds of a run that reads `tokens` of one sequence, behind `contextTokens` that it has read. */
  chunkMs(tokens: number, contextTokens: number): number;
  /** Most tokens that a chunk behind `contextTokens` can have to take at most `ms`; may be below 1. */
  chunkTokensIn(ms: number, contextTokens: number): number;
}

/**
 * Behind so many tokens another one takes twice as long as at the beginning: it attends to all of them. A rough number; on two
 * cores of a Zen 5 the default model takes 11 ms + 0.23 ms * tokens * (1 + context / 750), whatever of both there is.
 */
const DOUBLING_CONTEXT = 750;

/** Learns while the engine runs: another machine, model or load, and the estimates follow within some tens of steps. */
export class CostModel implements Costs {
  // First guesses: the default model on two cores.
  readonly #decode = new DecayingLine({ baseMs: 4, slopeMs: 2, at: [1, 16] });
  readonly #chunk = new DecayingLine({ baseMs: 5, slopeMs: 1.2, at: [8, 128] });

  observeDecode(sequences: number, ms: number): void {
    this.#decode.observe(sequences, ms);
  }

  observeChunk(tokens: number, contextTokens: number, ms: number): void {
    this.#chunk.observe(tokens * weightBehind(contextTokens), ms);
  }

  decodeMs(sequences: number): number {
    return this.#decode.at(sequences);
  }

  chunkMs(tokens: number, contextTokens: number): number {
    return this.#chunk.at(tokens * weightBehind(contextTokens));
  }

  chunkTokensIn(ms: number, contextTokens: number): number {
    return Math.floor(this.#chunk.inverse(ms) / weightBehind(contextTokens));
  }
}

/** What reading a token behind others costs, in tokens that are read first. */
const weightBehind = (contextTokens: number) => 1 + contextTokens / DOUBLING_CONTEXT;

/** What an observation still counts after the next one. */
const DECAY = 0.97;
/**
 * An observation counts as at most so many times what was expected: a machine that stood still for a moment says nothing about
 * the next steps, one that has become slow goes on saying it.
 */
const MOST_TIMES = 4;

/** The line through what was observed, by least squares; older observations count less. */
class DecayingLine {
  #weight = 0;
  #x = 0;
  #y = 0;
  #xx = 0;
  #xy = 0;

  constructor({ baseMs, slopeMs, at }: { baseMs: number; slopeMs: number; at: readonly number[] }) {
    for (const x of at) this.#add(x, baseMs + slopeMs * x);
  }

  observe(x: number, y: number): void {
    this.#add(x, Math.min(y, MOST_TIMES * this.at(x)));
  }

  #add(x: number, y: number): void {
    this.#weight = this.#weight * DECAY + 1;
    this.#x = this.#x * DECAY + x;
    this.#y = this.#y * DECAY + y;
    this.#xx = this.#xx * DECAY + x * x;
    this.#xy = this.#xy * DECAY + x * y;
  }

  at(x: number): number {
    const { base, slope } = this.#fit();
    return base + slope * x;
  }

  inverse(y: number): number {
    const { base, slope } = this.#fit();
    // Where more costs no more, all or nothing fits into the time.
    if (slope === 0) return y < base ? 0 : Number.POSITIVE_INFINITY;
    return (y - base) / slope;
  }

  /** Noise must not make more work look cheaper, nor no work look like a gain. */
  #fit(): { base: number; slope: number } {
    const meanX = this.#x / this.#weight;
    const meanY = this.#y / this.#weight;
    const spread = this.#xx / this.#weight - meanX * meanX;
    // After many steps of one size the line's direction is lost: then it goes through the origin.
    const slope = spread > 1e-3 * meanX * meanX ? (this.#xy / this.#weight - meanX * meanY) / spread : meanY / meanX;
    const bounded = Math.min(Math.max(slope, 0), meanY / meanX);
    return { base: meanY - bounded * meanX, slope: bounded };
  }
}
