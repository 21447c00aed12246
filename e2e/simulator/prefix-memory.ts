/**
 * Which conversations' prefixes a worker holds, and how much of each: least recently used out first, as in the engine, but a
 * whole conversation at a time.
 */
export class PrefixMemory {
  readonly #budgetTokens: number;
  /** In the order of their last use. */
  readonly #tokens = new Map<string, number>();
  #used = 0;

  constructor(budgetTokens: number) {
    this.#budgetTokens = budgetTokens;
  }

  /** Tokens of the conversation's beginning that need not be read again. */
  held(conversation: string): number {
    return this.#tokens.get(conversation) ?? 0;
  }

  keep(conversation: string, tokens: number): void {
    this.#forget(conversation);
    if (tokens > this.#budgetTokens) return;
    this.#tokens.set(conversation, tokens);
    this.#used += tokens;
    for (const oldest of this.#tokens.keys()) {
      if (this.#used <= this.#budgetTokens) break;
      this.#forget(oldest);
    }
  }

  #forget(conversation: string): void {
    this.#used -= this.held(conversation);
    this.#tokens.delete(conversation);
  }
}
