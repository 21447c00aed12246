import { type Database, listLiveWorkers, type QueueTurn, readQueueLoad } from '@frontdesk/database';
import { CodedError } from '@frontdesk/protocol';
import type { GenerationQueue } from '@frontdesk/queue';
import { admit, backgroundRound, type Conversation, FairRounds, type Flow } from '@frontdesk/scaling';
import type { Logger } from '@frontdesk/telemetry';
import { WorkerChoice } from './worker-choice.ts';

const everyMs = 1_000;
/** What is answered while nobody waits says nothing of what could be: only a queue that never empties shows the pace. */
const busySeconds = 10;
/** All who are refused at one moment must not come back at one moment. */
const spread = 0.5;
/** A longer wait than a minute is none that a chat waits by itself. */
const longestRetryMs = 60_000;
/** After so many at once how many wait is looked up again, lest those who were answered long ago are counted. */
const manyAtOnce = 32;

/** Lets messages in as long as they can be answered in time, and says when and by whom. */
export interface QueueLoad {
  /**
   * @param flow whose turn the answer takes; null for what is made in the background
   * @returns where the answer waits, which counts as waiting from now on
   * @throws CodedError `busy`, with the time after which there may be room
   */
  admit(deadlineMs: number, flow: Flow | null): QueueTurn;
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
  queue: GenerationQueue;
  logger: Logger;
}): QueueLoad {
  const choice = new WorkerChoice();
  const rounds = new FairRounds();
  let waiting = 0;
  let acceptedSince = 0;
  let emptyAtMs = performance.now();
  let answersPerSecond = 0;
  let looking: Promise<void> | undefined;

  function look(): void {
    looking ??= read().finally(() => {
      looking = undefined;
    });
  }

  async function read(): Promise<void> {
    const before = acceptedSince;
    const givenBefore = rounds.given;
    try {
      const [load, workers, sharedWaiting] = await Promise.all([
        readQueueLoad(database, { paceMs: 1_000 * busySeconds }),
        listLiveWorkers(database),
        queue.depth(),
      ]);
      choice.update(workers, sharedWaiting);
      rounds.update(
        load.waiting.flatMap(({ flow, ...one }) => (flow === null ? [] : { flow, ...one })),
        givenBefore,
      );
      waiting = load.waiting.length;
      acceptedSince -= before;
      if (waiting === 0) emptyAtMs = performance.now();
      if (performance.now() - emptyAtMs >= 1_000 * busySeconds) answersPerSecond = load.answered / busySeconds;
    } catch (error) {
      logger.error({ error }, 'how many wait could not be read');
    }
  }

  const timer = setInterval(look, everyMs);
  timer.unref();
  return {
    admit(deadlineMs, flow) {
      const admission = admit({ waiting: waiting + acceptedSince, answersPerSecond, deadlineMs });
      if (!admission.accepted) {
        const { retryAfterMs } = admission;
        const spreadMs = Math.round(retryAfterMs * (1 + spread * Math.random()));
        throw new CodedError('busy', { retryAfterMs: Math.min(longestRetryMs, spreadMs) });
      }
      acceptedSince += 1;
      if (acceptedSince % manyAtOnce === 0) look();
      return flow ? { flow: flow.flow, round: rounds.give(flow) } : { flow: null, round: backgroundRound };
    },
    chooseWorker: (conversation) => choice.choose(conversation),
    close: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}
