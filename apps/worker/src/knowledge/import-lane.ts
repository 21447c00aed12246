import { findNextImport } from '@frontdesk/database';
import type { ImportLane } from '@frontdesk/protocol';
import { consumeImports, type QueueConnection } from '@frontdesk/queue';
import { type ImportParts, importKnowledge } from './import-knowledge.ts';
import { keepReader } from './kept-reader.ts';

export interface ImportLaneOptions {
  lane: ImportLane;
  /** Ends the import in hand, and gives it back. */
  signal: AbortSignal;
  everyMs: number;
  onError(error: unknown): void;
}

/**
 * Imports the sources of a lane, one at a time. A job says that one more waits; which comes next the rows say. So does a look now and
 * then, for those whose jobs are lost.
 */
export async function startImportLane(
  parts: Omit<ImportParts, 'signal'>,
  queues: QueueConnection,
  { lane, signal, everyMs, onError }: ImportLaneOptions,
): Promise<{ close(): Promise<void> }> {
  // Of its own: an import that is stopped ends its reader's process.
  const readers = keepReader(parts.openReader);
  let last: Promise<unknown> = Promise.resolve();
  /** @returns false where none waits */
  const importNext = async (): Promise<boolean> => {
    while (!signal.aborted) {
      const job = await findNextImport(parts.database, lane);
      if (!job) return false;
      const importing = importKnowledge({ ...parts, openReader: readers.open, signal }, job);
      // One that fails has had its turn. Where there was nothing to do another worker was faster.
      const hadTurn = await importing.catch((error: unknown) => {
        onError(error);
        return true;
      });
      if (hadTurn) return true;
    }
    return false;
  };
  const inTurn = (): Promise<boolean> => {
    const done = last.then(importNext);
    last = done.catch(() => undefined);
    return done;
  };
  const sweep = async () => {
    while (await inTurn());
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
  const consumer = await consumeImports(queues, { lane, handle: async () => void (await inTurn()), onError });
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
