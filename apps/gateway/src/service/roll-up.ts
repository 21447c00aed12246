import { type Database, rollUpMinutes } from '@frontdesk/database';
import { type Logger, repeat } from '@frontdesk/telemetry';

const everyMs = 5_000;

/**
 * Rolls the minutes that are over up for the dashboard, beside the messages: of several gateways one at a time. What it has
 * missed while no gateway ran it makes up piece by piece.
 * @returns stops it, after the one that runs
 */
export function startRollUp({ database, logger }: { database: Database; logger: Logger }): () => Promise<void> {
  return repeat(
    everyMs,
    async () => void (await rollUpMinutes(database)),
    (error) => logger.error({ error }, 'the figures of the last minutes could not be rolled up'),
  );
}
