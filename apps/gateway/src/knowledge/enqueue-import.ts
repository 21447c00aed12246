import type { ImportJob, ImportLane } from '@frontdesk/protocol';
import type { ImportQueue } from '@frontdesk/queue';
import type { Logger } from '@frontdesk/telemetry';

/** The row says that an import is due: should its job be lost, or the queue be away, a worker finds the row. */
export async function enqueueImport(
  { imports, logger }: { imports: ImportQueue; logger: Logger },
  job: ImportJob,
  lane: ImportLane,
): Promise<void> {
  try {
    await imports.enqueue(job, lane);
  } catch (error) {
    logger.error({ error, sourceId: job.sourceId }, 'an import could not be queued');
  }
}
