import { promise, promisedShare } from './promise.ts';

/** Where the time to the first words goes, in its order; the sum of all is the TTFT at the client. */
export const ttftStages = ['gateway', 'queue', 'prefill', 'firstToken', 'relay', 'network'] as const;
/**
 * `gateway`: receipt until the message is stored and its job added. `queue`: until a worker claimed it. `prefill`: until the
 * first token, retrieval included. `firstToken`: until the first text is stored. `relay`: until the gateway relays it, and
 * what else passes, such as the silence after a worker that died. `network`: what the client waited beyond that.
 */
export type TtftStage = (typeof ttftStages)[number];
/** Milliseconds of each stage. */
export type StageMs = Record<TtftStage, number>;

/** The stage that took the most; null where none took anything. */
export function longestStage(stageMs: StageMs): TtftStage | null {
  const [longest] = ttftStages.toSorted((one, other) => stageMs[other] - stageMs[one]);
  return longest && stageMs[longest] > 0 ? longest : null;
}

/**
 * What became of messages. A message counts in the minute in which it ended, and in exactly one of `answered`, `failed`,
 * `expired`, `abandoned`, `cancelled`, `refused`. What agents try in the sandbox counts nowhere.
 */
export interface MessageCounts {
  /** The answer began within its deadline, and was finished. */
  answered: number;
  failed: number;
  /** It had not begun by its deadline, whether it came later or never. */
  expired: number;
  /** Its visitor stopped it, having waited for its first words longer than is promised. */
  abandoned: number;
  /** Its visitor stopped it otherwise, or asked more than fits into a prompt: no fault of the service, and judged by nobody. */
  cancelled: number;
  /** Refused as `busy`, each time that it came. */
  refused: number;
  /** Of `answered`: the answer cache had it. */
  cached: number;
  /** Of `answered`: within the promised TTFT. */
  inTime: number;
  /** Of `answered`: every target of a single answer was met (see {@link isGood}). */
  good: number;
}

export const noMessages: MessageCounts = {
  ...{ answered: 0, failed: 0, expired: 0, abandoned: 0, cancelled: 0, refused: 0 },
  ...{ cached: 0, inTime: 0, good: 0 },
};

/** Messages that a promise is about: all but those that are nobody's fault. */
export function judged({ answered, failed, expired, abandoned, refused }: MessageCounts): number {
  return answered + failed + expired + abandoned + refused;
}

/** TPOT of an answer in milliseconds; null where there is nothing to measure: one token, or none that a model made. */
export function tpotMs(answer: { firstTextToEndMs: number; generatedTokens: number }): number | null {
  const { firstTextToEndMs, generatedTokens } = answer;
  return generatedTokens > 1 ? firstTextToEndMs / (generatedTokens - 1) : null;
}

/** Whether an answer met every target that can be asked of one answer. An answer without a TPOT can't miss it. */
export function isGood(answer: { ttftMs: number; tpotMs: number | null }): boolean {
  return answer.ttftMs <= promise.ttftP99Ms && (answer.tpotMs ?? 0) <= promise.tpotP99Ms;
}

/** Answers per second that met every target. */
export function goodput({ good }: Pick<MessageCounts, 'good'>, durationMs: number): number {
  return durationMs > 0 ? good / (durationMs / 1_000) : 0;
}

/** The part of the messages that was answered within its deadline; null where there were none. */
export function availability(counts: MessageCounts): number | null {
  const all = judged(counts);
  return all === 0 ? null : counts.answered / all;
}

/** The part of the messages whose first words came in time, unanswered ones counting as late; null where there were none. */
export function inTimeShare(counts: MessageCounts): number | null {
  const all = judged(counts);
  return all === 0 ? null : counts.inTime / all;
}

/** Whether the promise of the first words is kept; null where there were no messages. */
export function isTtftKept(counts: MessageCounts): boolean | null {
  const all = judged(counts);
  // In whole messages: 0.99 × 100 is not quite 99.
  return all === 0 ? null : all - counts.inTime <= (1 - promisedShare) * all + 1e-9;
}

export interface ErrorBudget {
  /** Messages that may go unanswered without breaking the promise. */
  allowed: number;
  /** The part of the budget that is left: 1 of an untouched one, 0 of one that is used up, less of one that is overdrawn. */
  left: number;
}

/** What the promise leaves room for, among so many messages; null where there were none. */
export function errorBudget(counts: MessageCounts): ErrorBudget | null {
  const all = judged(counts);
  if (all === 0) return null;
  const allowed = all * (1 - promise.availability);
  const spent = all - counts.answered;
  return { allowed, left: 1 - spent / allowed };
}

/**
 * How the error budget of a whole range was used up: for each of its steps, what was left at the end of it. Null for all of
 * a range without messages.
 */
export function burnDown(steps: readonly MessageCounts[]): (number | null)[] {
  const budget = errorBudget(sumCounts(steps));
  let spent = 0;
  return steps.map((counts) => {
    spent += judged(counts) - counts.answered;
    return budget && 1 - spent / budget.allowed;
  });
}

export function sumCounts(all: readonly MessageCounts[]): MessageCounts {
  const sum = { ...noMessages };
  for (const counts of all) {
    for (const name of Object.keys(sum) as (keyof MessageCounts)[]) sum[name] += counts[name];
  }
  return sum;
}
