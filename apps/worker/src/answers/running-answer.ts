import type { ClaimedGeneration } from '@frontdesk/database';

/** Why a worker stops working on an answer that has not ended. */
export type Interruption =
  /** Somebody else holds it now, or nobody wants it: nothing may be written any more. */
  | { kind: 'lost' }
  /** This worker stops: the answer goes back to the queue. */
  | { kind: 'released' }
  /** Its words can't be stored. */
  | { kind: 'unstored'; error: unknown };

/** An answer that this worker has claimed. */
export class RunningAnswer {
  readonly claim: ClaimedGeneration;
  /** When it was claimed, on performance.now()'s clock. */
  readonly claimedAtMs = performance.now();
  readonly #stop = new AbortController();
  /** Resolves when this worker has nothing more to do with it. */
  readonly left: Promise<void>;
  #markLeft = (): void => {};
  #interruption: Interruption | undefined;

  constructor(claim: ClaimedGeneration) {
    this.claim = claim;
    this.left = new Promise((resolve) => {
      this.#markLeft = resolve;
    });
  }

  leave(): void {
    this.#markLeft();
  }

  /** Aborted when the answer is interrupted. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  get interruption(): Interruption | undefined {
    return this.#interruption;
  }

  /** Stops the work on it; the first reason stays, unless the claim turns out to be lost. */
  interrupt(reason: Interruption): void {
    if (!this.#interruption || reason.kind === 'lost') this.#interruption = reason;
    this.#stop.abort();
  }
}

/** All answers that this worker has claimed, by generation. */
export class RunningAnswers {
  readonly #answers = new Map<string, RunningAnswer>();
  #releasing = false;

  get size(): number {
    return this.#answers.size;
  }

  add(claim: ClaimedGeneration): RunningAnswer {
    const answer = new RunningAnswer(claim);
    // A claim of our own that ran out and was made again by us: the older one is lost.
    this.#answers.get(claim.generationId)?.interrupt({ kind: 'lost' });
    this.#answers.set(claim.generationId, answer);
    if (this.#releasing) answer.interrupt({ kind: 'released' });
    return answer;
  }

  remove(answer: RunningAnswer): void {
    const { generationId } = answer.claim;
    answer.leave();
    if (this.#answers.get(generationId) === answer) this.#answers.delete(generationId);
  }

  get claims(): ClaimedGeneration[] {
    return [...this.#answers.values()].map(({ claim }) => claim);
  }

  /** Nobody wants the answer of this generation any more, if it is made here. */
  stop(generationId: string): void {
    this.#answers.get(generationId)?.interrupt({ kind: 'lost' });
  }

  /** Nobody wants anything of this conversation any more. Resolves when no answer of it is made here. */
  async stopConversation(conversationId: string): Promise<void> {
    const stopped = [...this.#answers.values()].filter(({ claim }) => claim.conversationId === conversationId);
    for (const answer of stopped) answer.interrupt({ kind: 'lost' });
    await Promise.all(stopped.map(({ left }) => left));
  }

  /** Gives all back to the queue, those too that are claimed from now on: a job may have waited here for a free place. */
  releaseAll(): void {
    this.#releasing = true;
    for (const answer of this.#answers.values()) answer.interrupt({ kind: 'released' });
  }

  /** Stops the answers of these claims. A later claim of the same generation is another answer. */
  interrupt(reason: Interruption, claims: readonly ClaimedGeneration[]): void {
    for (const claim of claims) {
      const answer = this.#answers.get(claim.generationId);
      if (answer?.claim === claim) answer.interrupt(reason);
    }
  }
}
