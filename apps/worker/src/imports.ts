import { findLostImports } from '@frontdesk/database';
import type { ImportJob } from '@frontdesk/protocol';
import { consumeImports } from '@frontdesk/queue';
import { type ImportParts, importKnowledge } from './import-knowledge.ts';

/** A worker that imports. */
export interface RunningImports {
  /** Takes no more, and gives back the import in hand. */
  close(): Promise<void>;
}

const sweepEveryMs = 30_000;

/** Imports sources, one at a time: those on the queue, and those that the queue has lost. */
export async function startImports(
  parts: Omit<ImportParts, 'signal'>,
  { databaseUrl, everyMs = sweepEveryMs }: { databaseUrl: string; everyMs?: number },
): Promise<RunningImports> {
  const stopping = new AbortController();
  let last: Promise<unknown> = Promise.resolve();
  const onError = (error: unknown) => parts.logger.error({ error }, 'an import failed');
  const handle = (job: ImportJob): Promise<void> => {
    const done = last.then(() => {
      if (!stopping.signal.aborted) return importKnowledge({ ...parts, signal: stopping.signal }, job);
    });
    last = done.catch(() => undefined);
    return done;
  };
  const sweep = async () => {
    for (const job of await findLostImports(parts.database)) await handle(job).catch(onError);
  };
  let sweeping: Promise<void> | undefined;
  const timer = setInterval(() => {
    sweeping ??= sweep()
      .catch(onError)
      .finally(() => {
        sweeping = undefined;
      });
  }, everyMs);
  const consumer = await consumeImports({ databaseUrl }, { handle, onError });
  return {
    close: async () => {
      stopping.abort();
      clearInterval(timer);
      await consumer.close();
      await sweeping;
      await last;
    },
  };
}
