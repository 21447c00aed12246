import { type Database, noteAttendance } from '@frontdesk/database';
import type { Logger } from '@frontdesk/telemetry';
import type { Relay } from '../relay/relay.ts';
import { repeat } from '../repeat.ts';

/** Notes come so much more often than a visitor may be away: a few that come late or fail do no harm. */
const notesPerGrace = 6;

/**
 * Notes now and then which answers in the making have a customer here, so that any gateway can tell whose visitor is gone
 * from all of them. An answer that ends within the first such turn, as nearly all do, costs nothing.
 * @returns stops it
 */
export function startAttendance(options: {
  database: Database;
  relay: Pick<Relay, 'attended'>;
  logger: Logger;
  graceMs: number;
}): () => Promise<void> {
  const { database, relay, logger, graceMs } = options;
  async function note(): Promise<void> {
    const generationIds = relay.attended();
    if (generationIds.length > 0) await noteAttendance(database, generationIds);
  }
  return repeat(graceMs / notesPerGrace, note, (error) => logger.error({ error }, 'attendance could not be noted'));
}
