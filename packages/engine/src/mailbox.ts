import type { LogProbabilities } from './sampling/log-probabilities.ts';
import type { SequenceResult, TokenStep } from './sequence-request.ts';

/** How a sequence ended. */
export type Outcome = { result: SequenceResult } | { error: unknown };

export interface MailboxOptions {
  /** Ids that were generated before, elsewhere; the consumer has them. */
  continueIds: readonly number[];
  /** Whether the consumer wants log-probabilities with the ids. */
  hasLogProbabilities: boolean;
}

/** What a sequence has said, and how it ended, until its consumer takes it: that one may be slower, or wait. */
export class Mailbox {
  readonly #ids: number[];
  readonly #logProbabilities: (LogProbabilities | undefined)[] | undefined;
  /** How many ids the consumer has. */
  #taken: number;
  #outcome: Outcome | undefined;
  #wakeConsumer: (() => void) | undefined;

  constructor({ continueIds, hasLogProbabilities }: MailboxOptions) {
    this.#ids = [...continueIds];
    this.#logProbabilities = hasLogProbabilities ? continueIds.map(() => undefined) : undefined;
    this.#taken = continueIds.length;
  }

  /** All generated ids, those that were there before included. */
  get ids(): readonly number[] {
    return this.#ids;
  }

  get outcome(): Outcome | undefined {
    return this.#outcome;
  }

  put(id: number, logProbabilities: LogProbabilities | undefined): void {
    this.#ids.push(id);
    this.#logProbabilities?.push(logProbabilities);
    this.#wakeConsumer?.();
  }

  /** Nothing comes behind it. The first end counts. */
  end(outcome: Outcome): void {
    this.#outcome ??= outcome;
    this.#wakeConsumer?.();
  }

  /** The ids since the last call, as soon as there are any. What was put before the end is given out first. */
  async take(): Promise<TokenStep | SequenceResult> {
    while (this.#taken === this.#ids.length) {
      if (this.#outcome && 'error' in this.#outcome) throw this.#outcome.error;
      if (this.#outcome) return this.#outcome.result;
      await new Promise<void>((resolve) => {
        this.#wakeConsumer = resolve;
      });
    }
    const firstToken = this.#taken;
    this.#taken = this.#ids.length;
    const ids = this.#ids.slice(firstToken);
    if (!this.#logProbabilities) return { firstToken, ids };
    return { firstToken, ids, logProbabilities: this.#logProbabilities.slice(firstToken) };
  }
}
