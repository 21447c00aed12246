import type { ChatMessage } from './chat-customer.ts';
import type { Continued } from './continued-answers.ts';
import type { ChaosEvent } from './schedule.ts';
import type { StoredAnswer } from './stored-answers.ts';
import type { Caught, Struck } from './strike.ts';

/** A silence before an answer's next words, because of an event. All times in milliseconds. */
export interface Gap {
  event: ChaosEvent;
  generationId: string;
  /** From the event to the next words at the client; infinite where none came. */
  gapMs: number;
  /** Where the time went; null where nothing was taken over, or rows and log no longer say. */
  parts: TakeOverParts | null;
}

/** What a take-over consists of, in its order: together they are the gap. */
export interface TakeOverParts {
  /** Until the lease ran out: of a worker that only stopped. 0 where its death was noticed first. */
  leaseMs: number;
  /** Until the row was put back on the queue. */
  sweepMs: number;
  /** Until another worker claimed it. */
  claimMs: number;
  /** Until that worker's first token: input and progress are read, the prompt and the words so far are prefilled. */
  prefillMs: number;
  /** Until the next words are at the client: tokens whose text is not told alone, the store, the relay. */
  toldMs: number;
}

export interface GapSources {
  messages: readonly ChatMessage[];
  answers: readonly StoredAnswer[];
  continued(generationId: string, epoch: number): Continued | undefined;
}

/** A silence that begins later than this after an event is none of its doing. */
const effectMs = 15_000;
const roundingMs = 50;

/** Pure: the silences of all answers that an event caught. Those that were whole by then have none. */
export function gapsOf({ event, atMs, caught }: Struck, { messages, answers, continued }: GapSources): Gap[] {
  const messageOf = new Map(messages.map((message) => [message.generationId, message]));
  const answerOf = new Map(answers.map((answer) => [answer.generationId, answer]));
  return caught.flatMap((one): Gap[] => {
    const { generationId } = one;
    const message = messageOf.get(generationId);
    const answer = answerOf.get(generationId);
    if (!message || !answer) return [];
    if (!('worker' in event)) {
      const gapMs = longestSilence(message, atMs);
      return gapMs === undefined ? [] : [{ event, generationId, gapMs, parts: null }];
    }
    return takeOver({ event, atMs, one }, message, answer, continued);
  });
}

function takeOver(
  { event, atMs, one }: { event: ChaosEvent; atMs: number; one: Caught },
  { shown, outcome }: ChatMessage,
  { generationId, chunks, queuedAtMs }: StoredAnswer,
  continued: GapSources['continued'],
): Gap[] {
  const next = chunks.find(({ epoch, text }) => epoch > one.epoch && text !== '');
  if (!next) {
    // All of its words were there; or nobody went on.
    return outcome === 'answered' ? [] : [{ event, generationId, gapMs: Number.POSITIVE_INFINITY, parts: null }];
  }
  const toldAtMs = shown.find(({ chars }) => chars > next.position)?.atMs ?? Number.POSITIVE_INFINITY;
  const first = continued(generationId, next.epoch);
  const parts = first ? partsOf({ event, atMs, one }, { queuedAtMs, toldAtMs }, first) : null;
  return [{ event, generationId, gapMs: toldAtMs - atMs, parts }];
}

function partsOf(
  { event, atMs, one }: { event: ChaosEvent; atMs: number; one: Caught },
  { queuedAtMs, toldAtMs }: { queuedAtMs: number; toldAtMs: number },
  first: Continued,
): TakeOverParts | null {
  const claimedAtMs = first.atMs - first.prefillMs;
  // Put back once more since then: the row knows only of the last time. (A claim's time is off by the clock's rounding.)
  if (queuedAtMs > claimedAtMs + roundingMs) return null;
  const waitedMs = queuedAtMs - atMs;
  const leaseMs = event.kind === 'worker-stopped' ? Math.min(Math.max(0, one.leaseLeftMs), waitedMs) : 0;
  return {
    leaseMs,
    sweepMs: waitedMs - leaseMs,
    claimMs: claimedAtMs - queuedAtMs,
    prefillMs: first.prefillMs,
    toldMs: toldAtMs - first.atMs,
  };
}

/** The longest time without new words that an event can have brought; undefined where none were to come. */
function longestSilence({ shown, outcome }: ChatMessage, atMs: number): number | undefined {
  const after = shown.filter((one) => one.atMs > atMs);
  const silences = after.flatMap((one, index) => {
    const fromMs = Math.max(atMs, after[index - 1]?.atMs ?? atMs);
    return fromMs < atMs + effectMs ? one.atMs - fromMs : [];
  });
  if (silences.length > 0) return Math.max(...silences);
  return outcome === 'answered' ? undefined : Number.POSITIVE_INFINITY;
}
