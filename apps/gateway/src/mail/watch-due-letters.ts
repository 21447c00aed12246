import { countDueReplyMails, countDueWaitingLetters, type Database } from '@frontdesk/database';
import { type Logger, repeat } from '@frontdesk/telemetry';
import type { GatewayMetrics } from '../metrics.ts';

export interface DueLetterOptions {
  database: Database;
  metrics: Pick<GatewayMetrics, 'letters' | 'lettersDue'>;
  logger: Logger;
  /** How often it looks; 15 s unless given. */
  everyMs?: number | undefined;
}

/** Shows how many letters wait, whichever gateway sends them. @returns stops it */
export function watchDueLetters({
  database,
  metrics,
  logger,
  everyMs = 15_000,
}: DueLetterOptions): () => Promise<void> {
  // What has not happened yet is shown as well: two rates can be compared from the first on.
  for (const kind of ['reply', 'waiting'])
    for (const outcome of ['sent', 'failed']) metrics.letters.inc({ kind, outcome }, 0);
  const look = async () => {
    metrics.lettersDue.set({ kind: 'reply' }, await countDueReplyMails(database));
    metrics.lettersDue.set({ kind: 'waiting' }, await countDueWaitingLetters(database));
  };
  return repeat(everyMs, look, (error) => logger.error({ error }, 'how many letters are due could not be read'));
}
