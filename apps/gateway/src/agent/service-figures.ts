import { type Database, readServiceBudget, readServiceNow, readServiceWindow } from '@frontdesk/database';
import { promise, type ServiceMetrics } from '@frontdesk/protocol';
import type { QueueLoad } from '../messages/queue-load.ts';

/** What changes slowly, and what costs more to read, is read less often. */
const everyMs = { now: 1_000, window: 5_000, budget: 60_000 };

/** Reads a site's figures for all who look at it at this gateway: however many and however often, the store is asked rarely. */
export function createServiceFigures({
  database,
  queueLoad,
  siteId,
}: {
  database: Database;
  queueLoad: Pick<QueueLoad, 'answersPerSecond'>;
  siteId: string;
}): () => Promise<ServiceMetrics> {
  const siteIds = [siteId];
  const now = readAtMostEvery(everyMs.now, () =>
    readServiceNow(database, { answersPerSecond: queueLoad.answersPerSecond, siteIds }),
  );
  const window = readAtMostEvery(everyMs.window, () => readServiceWindow(database, { siteIds }));
  const budget = readAtMostEvery(everyMs.budget, () => readServiceBudget(database, { siteIds }));
  return async () => {
    // One after another: the pool is there for messages.
    const figures = { ...(await window()), ...(await now()), budget: await budget() };
    return { at: new Date().toISOString(), targetTtftMs: promise.ttftP99Ms, ...figures };
  };
}

/** Whoever asks while a value is being read gets that one; a failure is not kept. */
function readAtMostEvery<Value>(periodMs: number, read: () => Promise<Value>): () => Promise<Value> {
  let kept: { value: Promise<Value>; atMs: number } | undefined;
  return () => {
    if (kept && performance.now() - kept.atMs < periodMs) return kept.value;
    const mine = { value: read(), atMs: performance.now() };
    kept = mine;
    mine.value.catch(() => {
      if (kept === mine) kept = undefined;
    });
    return mine.value;
  };
}
