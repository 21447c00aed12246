import { type Database, requestDueImports } from '@frontdesk/database';
import type { ImportQueue } from '@frontdesk/queue';
import { type Logger, repeat } from '@frontdesk/telemetry';
import { enqueueImport } from './enqueue-import.ts';

const everyMs = 60_000;

export interface DueImportsOptions {
  database: Database;
  imports: ImportQueue;
  logger: Logger;
}

/**
 * Has web sites imported again, every minute, that are due by themselves; what was due while no gateway ran, too. Gateways that do so
 * at once ask for each import once.
 * @returns stops it, after the turn that runs
 */
export const startDueImports = (options: DueImportsOptions): (() => Promise<void>) =>
  repeat(
    everyMs,
    () => importWhatIsDue(options),
    (error) => options.logger.error({ error }, 'web sites that are due could not be imported'),
  );

/** One turn of it. */
export async function importWhatIsDue({ database, imports, logger }: DueImportsOptions): Promise<void> {
  for (const job of await requestDueImports(database)) await enqueueImport({ imports, logger }, job, 'site');
}
