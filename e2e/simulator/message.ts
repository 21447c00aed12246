/** A customer's message and what became of it. Times in milliseconds from the start. */
export interface Message {
  conversation: string;
  sentMs: number;
  /** What the conversation has said so far: in the prompt, and found where it was read before. */
  historyTokens: number;
  /** What no worker can know: the question, and what was looked up for it. */
  newTokens: number;
  /** Decode steps, the first token not counted. */
  steps: number;
  /** Tokens that can't be otherwise: read in one go after the first. */
  forcedTokens: number;
  /** Before the prompt is read: the worker finds the passages. */
  lookUpMs: number;
  /** Of the history, what the worker that took it last had kept. */
  cachedTokens: number;
  /** When a worker took it the first time. */
  takenMs?: number;
  /** When the customer saw the first words. */
  firstMs?: number;
  endedMs?: number;
  outcome?: 'answered' | 'refused' | 'expired';
}

/** Infinite where no answer came. */
export function ttftMs({ sentMs, firstMs, outcome }: Message): number {
  return outcome === 'answered' && firstMs !== undefined ? firstMs - sentMs : Number.POSITIVE_INFINITY;
}
