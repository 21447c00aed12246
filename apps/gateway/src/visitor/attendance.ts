import { type Database, noteAttendance } from '@frontdesk/database';
import { type Logger, repeat } from '@frontdesk/telemetry';

/** Notes come so much more often than a visitor may be away: a few that come late or fail do no harm. */
const notesPerGrace = 6;

/**
 * Notes now and then whose answers in the making have their visitor here, so that any gateway can tell whose visitor is gone
 * from all of them. It counts who has a socket, not what it follows: a chat that came back shows one conversation alone.
 * @returns stops it
 */
export function startAttendance(options: {
  database: Database;
  /** Ids of those who have a socket at this gateway. */
  visitors(): string[];
  logger: Logger;
  graceMs: number;
}): () => Promise<void> {
  const { database, visitors, logger, graceMs } = options;
  async function note(): Promise<void> {
    const visitorIds = visitors();
    if (visitorIds.length > 0) await noteAttendance(database, visitorIds);
  }
  return repeat(graceMs / notesPerGrace, note, (error) => logger.error({ error }, 'attendance could not be noted'));
}
