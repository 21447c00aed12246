import { releaseImportJob, takeLostImport } from '@frontdesk/database';
import type { ImportJob, ImportLane } from '@frontdesk/protocol';
import { consumeImports, type QueueConnection } from '@frontdesk/queue';
import { type ImportParts, importKnowledge } from './import-knowledge.ts';
import { keepReader } from './kept-reader.ts';

export interface ImportLaneOptions {
  lane: ImportLane;
  /** Ends the import in hand, and gives it back, with the one that waits behind it. */
  signal: AbortSignal;
  everyMs: number;
  onError(error: unknown): void;
}

/** Imports the sources of a lane, one at a time: those on its queue, and those that the queue has lost. */
export async function startImportLane(
  parts: Omit<ImportParts, 'signal'>,
  queues: QueueConnection,
  { lane, signal, everyMs, onError }: ImportLaneOptions,
): Promise<{ close(): Promise<void> }> {
  // Of its own: an import that is stopped ends its reader's process.
  const readers = keepReader(parts.openReader);
  let last: Promise<unknown> = Promise.resolve();
  const handle = (job: ImportJob): Promise<void> => {
    const done = last.then(() =>
      signal.aborted
        ? releaseImportJob(parts.database, job)
        : importKnowledge({ ...parts, openReader: readers.open, signal }, job),
    );
    last = done.catch(() => undefined);
    return done;
  };
  const sweep = async () => {
    while (!signal.aborted) {
      const job = await takeLostImport(parts.database, lane);
      if (!job) return;
      await handle(job).catch(onError);
    }
  };
  let sweeping: Promise<void> | undefined;
  const look = () => {
    sweeping ??= sweep()
      .catch(onError)
      .finally(() => {
        sweeping = undefined;
      });
  };
  // At once for what waits since before this start, as the demo sites' facts do.
  look();
  const timer = setInterval(look, everyMs);
  const consumer = await consumeImports(queues, { lane, handle, onError });
  return {
    close: async () => {
      clearInterval(timer);
      await consumer.close();
      await sweeping;
      await last;
      await readers.close();
    },
  };
}
