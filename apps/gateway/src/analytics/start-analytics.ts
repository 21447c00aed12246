import { cacheableQuestion } from '@frontdesk/answers';
import { type Database, rollUpAnalytics } from '@frontdesk/database';
import { type Logger, repeat } from '@frontdesk/telemetry';

const everyMs = 15_000;

/**
 * Brings what analytics are read from up to now, beside the messages: of several gateways one at a time. What it has missed
 * while no gateway ran it makes up piece by piece.
 * @returns stops it, after the one that runs
 */
export function startAnalytics({ database, logger }: { database: Database; logger: Logger }): () => Promise<void> {
  const rollUp = async () => {
    await rollUpAnalytics(database, { normalForm: cacheableQuestion });
  };
  return repeat(everyMs, rollUp, (error) => logger.error({ error }, 'analytics could not be rolled up'));
}
