const windowMs = 10_000;
const bucketMs = 1_000;

/** Tokens per second over the last ten seconds. */
export class TokenRate {
  readonly #now: () => number;
  readonly #buckets: { startMs: number; tokens: number }[] = [];

  /** @param now a clock in milliseconds; tests bring their own */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  add(tokens: number): void {
    const startMs = Math.floor(this.#now() / bucketMs) * bucketMs;
    const last = this.#buckets.at(-1);
    if (last?.startMs === startMs) last.tokens += tokens;
    else this.#buckets.push({ startMs, tokens });
  }

  get perSecond(): number {
    const oldestMs = this.#now() - windowMs;
    while (this.#buckets[0] && this.#buckets[0].startMs < oldestMs) this.#buckets.shift();
    return this.#buckets.reduce((sum, { tokens }) => sum + tokens, 0) / (windowMs / 1_000);
  }
}
