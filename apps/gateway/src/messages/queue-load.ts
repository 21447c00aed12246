import { type Database, type LiveWorker, listLiveWorkers, type QueueTurn, readQueueLoad } from '@frontdesk/database';
import { CodedError } from '@frontdesk/protocol';
import type { GenerationQueue } from '@frontdesk/queue';
import {
  admit,
  backgroundRound,
  type Conversation,
  FairRounds,
  type Flow,
  Pace,
  type PaceLook,
  paceWindowMs,
} from '@frontdesk/scaling';
import type { Logger } from '@frontdesk/telemetry';
import { WorkerChoice } from './worker-choice.ts';

const everyMs = 1_000;
/** All who are refused at one moment must not come back at one moment. */
const spread = 0.5;
/** A longer wait than a minute is none that a chat waits by itself. */
const longestRetryMs = 60_000;
/** After so many at once how many wait is looked up again, lest those who were answered long ago are counted. */
const manyAtOnce = 32;

/** Lets messages in as long as they can be answered in time, and says when and by whom. */
export interface QueueLoad {
  /** Answers a second that all workers make with much to do; undefined while that is not known. */
  readonly answersPerSecond: number | undefined;
  /**
   * @param flow whose turn the answer takes; null for what is made in the background
   * @returns where the answer waits, which counts as waiting from now on
   * @throws CodedError `busy`, with the time after which there may be room
   */
  admit(deadlineMs: number, flow: Flow | null): QueueTurn;
  /**
   * An answer that was let in waits for the words of another: it keeps nobody out until it is taken up.
   * @returns false where there would be no room for it then, with all others that are set aside: it counts as before
   */
  setAside(generationId: string, deadlineMs: number): boolean;
  /** It waits for a worker after all, or (`waits: false`) has ended. */
  takeUp(generationId: string, to: { waits: boolean }): void;
  /** The worker whose queue an answer goes to, which counts as given to it; null for the queue that all share. */
  chooseWorker(conversation: Conversation): string | null;
  /** Resolves when nothing is read any more. */
  close(): Promise<void>;
}

/** Looks every second how many wait in the whole installation, how fast they are served, and what the workers do. */
export function watchQueueLoad({
  database,
  queue,
  logger,
}: {
  database: Database;
  queue: Pick<GenerationQueue, 'depth'>;
  logger: Logger;
}): QueueLoad {
  const choice = new WorkerChoice();
  const rounds = new FairRounds();
  const pace = new Pace();
  const aside = new Set<string>();
  /** Customers' answers that have a job, at the last look and since. Who tries the bot in the sandbox comes after them. */
  let waiting = 0;
  let acceptedSince = 0;
  let looking: Promise<void> | undefined;

  function look(): void {
    looking ??= read().finally(() => {
      looking = undefined;
    });
  }

  async function read(): Promise<void> {
    const before = acceptedSince;
    const givenBefore = rounds.given;
    // What is set aside or taken up meanwhile counts as accepted since, or no more: not a second time.
    const asideBefore = new Set(aside);
    try {
      const [load, workers, sharedWaiting] = await Promise.all([
        readQueueLoad(database, { paceMs: paceWindowMs }),
        listLiveWorkers(database),
        queue.depth({ background: false }),
      ]);
      choice.update(workers, sharedWaiting);
      const inLine = load.waiting.flatMap(({ id, flow, ...one }) =>
        flow === null || asideBefore.has(id) ? [] : { flow, ...one },
      );
      rounds.update(inLine, givenBefore);
      waiting = inLine.length;
      acceptedSince -= before;
      pace.update({ atMs: performance.now(), running: load.running, answered: load.answered, ...countSlots(workers) });
    } catch (error) {
      logger.error({ error }, 'how many wait could not be read');
    }
  }

  const admissionBehind = (count: number, deadlineMs: number) =>
    admit({ waiting: Math.max(0, count), answersPerSecond: pace.answersPerSecond ?? 0, deadlineMs });

  const timer = setInterval(look, everyMs);
  timer.unref();
  return {
    get answersPerSecond() {
      return pace.answersPerSecond;
    },
    admit(deadlineMs, flow) {
      const all = waiting + acceptedSince;
      let admission = admissionBehind(all, deadlineMs);
      if (!admission.accepted && flow) {
        // Taken up since the last look: those have no round here yet.
        const unseen = Math.max(0, acceptedSince - rounds.given);
        // The burst of another site is served behind it, and must not keep it out either.
        admission = admissionBehind(Math.min(all, rounds.before(flow) + unseen), deadlineMs);
      }
      if (!admission.accepted) {
        const { retryAfterMs } = admission;
        const spreadMs = Math.round(retryAfterMs * (1 + spread * Math.random()));
        throw new CodedError('busy', { retryAfterMs: Math.min(longestRetryMs, spreadMs) });
      }
      if (!flow) return { flow: null, round: backgroundRound };
      acceptedSince += 1;
      if (acceptedSince % manyAtOnce === 0) look();
      return { flow: flow.flow, round: rounds.give(flow) };
    },
    setAside(generationId, deadlineMs) {
      // It counts itself by now.
      if (!admissionBehind(waiting + acceptedSince - 1 + aside.size, deadlineMs).accepted) return false;
      aside.add(generationId);
      acceptedSince -= 1;
      return true;
    },
    takeUp(generationId, { waits }) {
      if (aside.delete(generationId) && waits) acceptedSince += 1;
    },
    chooseWorker: (conversation) => choice.choose(conversation),
    close: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}

/** What all workers can take now, and how many will. */
function countSlots(workers: readonly LiveWorker[]): Pick<PaceLook, 'slots' | 'ready' | 'starting'> {
  const ready = workers.filter(({ state }) => state === 'ready');
  const starting = workers.filter(({ state }) => state === 'starting' || state === 'warming');
  return {
    slots: ready.reduce((sum, { slots }) => sum + slots, 0),
    ready: ready.length,
    starting: starting.length,
  };
}
