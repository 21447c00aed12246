import { endLeases, lookAtWorkers, silenceWorkers } from '@frontdesk/database';
import { repeat } from '@frontdesk/telemetry';
import { judgeLook, type Seen } from './gone-workers.ts';
import { renewalMs, requeueLost, type SweeperOptions } from './sweeper.ts';
import { WatchTime } from './watch-time.ts';

/** Two looks find a worker gone: half a second, in which a customer sees a pause but no end. */
const everyMs = 250;

/**
 * Has the answers of workers that are gone taken over by others, those in hand and those that wait for them: at once where a
 * worker's connections have ended, else when their leases run out, as of one that hangs. Every gateway looks; a row is put back by one of them.
 * @returns stops it, after the look that runs
 */
export function startTakeOver(options: SweeperOptions): () => Promise<void> {
  const { database, queue, logger } = options;
  let before: Seen | undefined;
  const leases = new WatchTime(renewalMs);

  async function look(): Promise<void> {
    const former = before;
    // Who can not look does not know how long others were away.
    before = undefined;
    const now = await lookAtWorkers(database);
    const { seen, gone } = judgeLook(former, now);
    // Where something of the below fails, it is done again with these alone, unless they are back.
    before = { ...seen, connected: new Set(), missing: new Set(gone) };
    // One that stopped in order has nothing left.
    const left = gone.length > 0 ? await endLeases(database, gone) : 0;
    if (left > 0) logger.warn({ workers: gone }, 'workers ended with answers in hand');
    const canTell = leases.look(now.atMs) >= renewalMs;
    if (canTell && (left > 0 || now.leaseRanOut)) await requeueLost(options);
    // What is given to them until the next look at all workers is moved by the sweeper.
    const silenced = gone.length > 0 ? await silenceWorkers(database, gone) : [];
    for (const workerId of silenced) await queue.release(workerId);
    before = seen;
  }

  return repeat(everyMs, look, (error) => logger.error({ error }, 'the workers could not be looked at'));
}
