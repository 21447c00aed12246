import { takeLostImport } from '@frontdesk/database';
import type { ImportJob } from '@frontdesk/protocol';
import { consumeImports, type QueueConnection } from '@frontdesk/queue';
import { embedAnew } from './embed-anew.ts';
import { type ImportParts, importKnowledge } from './import-knowledge.ts';

/** A worker that imports. */
export interface RunningImports {
  /** Takes no more, and gives back the import in hand. */
  close(): Promise<void>;
}

const sweepEveryMs = 30_000;

/**
 * Imports sources, one at a time: those on the queue, and those that the queue has lost. Beside them, what another embedding
 * model imported gets new vectors.
 */
export async function startImports(
  parts: Omit<ImportParts, 'signal'>,
  queues: QueueConnection,
  { everyMs = sweepEveryMs }: { everyMs?: number } = {},
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
    while (!stopping.signal.aborted) {
      const job = await takeLostImport(parts.database);
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
  const { database, embedder, logger } = parts;
  const anew = embedAnew({
    ...{ database, embedder, signal: stopping.signal },
    onSite: (site) => logger.info(site, "a site's passages have vectors of this embedding model"),
  }).catch(onError);
  // At once for what waits since before this start, as the demo sites' facts do.
  look();
  const timer = setInterval(look, everyMs);
  const consumer = await consumeImports(queues, { handle, onError });
  return {
    close: async () => {
      stopping.abort();
      clearInterval(timer);
      await consumer.close();
      await sweeping;
      await last;
      await anew;
    },
  };
}
