import { addRefusedMessages, type Database, minuteOf, type RefusedMessages } from '@frontdesk/database';
import type { Logger } from '@frontdesk/telemetry';

const everyMs = 10_000;

/** Counts the messages that are refused as `busy`: they leave no row, and belong to what was not answered. */
export interface RefusalCounts {
  add(siteId: string, at: Date): void;
  /** Stores what was not stored yet. */
  close(): Promise<void>;
}

/**
 * Stores the counts every ten seconds, all sites in one statement: who is busy has no time for one a message. A gateway that
 * dies loses those of the last ten seconds.
 */
export function countRefusals({ database, logger }: { database: Database; logger: Logger }): RefusalCounts {
  let counts = new Map<string, RefusedMessages>();
  let storing: Promise<void> = Promise.resolve();

  function add(siteId: string, minute: Date, refused: number): void {
    const key = `${siteId} ${minute.getTime()}`;
    const sum = refused + (counts.get(key)?.refused ?? 0);
    counts.set(key, { siteId, minute, refused: sum });
  }

  async function store(): Promise<void> {
    if (counts.size === 0) return;
    const taken = [...counts.values()];
    counts = new Map();
    try {
      await addRefusedMessages(database, taken);
    } catch (error) {
      for (const { siteId, minute, refused } of taken) add(siteId, minute, refused);
      logger.error({ error }, 'refused messages could not be counted, trying again');
    }
  }

  const timer = setInterval(() => {
    storing = storing.then(store);
  }, everyMs);
  timer.unref();
  return {
    add: (siteId, at) => add(siteId, minuteOf(at), 1),
    close: () => {
      clearInterval(timer);
      return storing.then(store);
    },
  };
}
