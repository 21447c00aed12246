import { type Database, minuteOf, rollUpMinutes } from '@frontdesk/database';
import type { Logger } from '@frontdesk/telemetry';

const everyMs = 5_000;

/**
 * Rolls the minutes that are over up for the dashboard, beside the messages: of several gateways one at a time. What it has
 * missed while no gateway ran it makes up piece by piece.
 * @returns stops it, after the one that runs
 */
export function startRollUp({ database, logger }: { database: Database; logger: Logger }): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let idle = true;
  let rolledUntil: Date | null = null;

  const timer = setInterval(() => {
    if (!idle || (rolledUntil && rolledUntil >= minuteOf(new Date()))) return;
    idle = false;
    running = rollUpMinutes(database)
      .then((until) => {
        rolledUntil = until;
      })
      .catch((error: unknown) => logger.error({ error }, 'the figures of the last minutes could not be rolled up'))
      .finally(() => {
        idle = true;
      });
  }, everyMs);
  return () => {
    clearInterval(timer);
    return running;
  };
}
