import { importLanes } from '@frontdesk/protocol';
import type { QueueConnection } from '@frontdesk/queue';
import { keepEmbeddedAnew } from './embed-anew.ts';
import type { ImportParts } from './import-knowledge.ts';
import { startImportLane } from './import-lane.ts';

/** A worker that imports. */
export interface RunningImports {
  /** Takes no more, and gives back the imports in hand. */
  close(): Promise<void>;
}

const sweepEveryMs = 30_000;

/** Imports sources, one at a time in each lane. Beside them, what another embedding model imported gets new vectors. */
export async function startImports(
  { workerId, ...parts }: Omit<ImportParts, 'signal'> & { workerId: string },
  queues: QueueConnection,
  { everyMs = sweepEveryMs }: { everyMs?: number } = {},
): Promise<RunningImports> {
  const { database, embedder, logger } = parts;
  const stopping = new AbortController();
  const { signal } = stopping;
  const onError = (error: unknown) => logger.error({ error }, 'an import failed');
  const anew = keepEmbeddedAnew({
    ...{ database, embedder, signal, workerId },
    onError: (error) => logger.error({ error }, 'new vectors of passages could not be made; it is tried again'),
    onSite: (site) => logger.info(site, "a site's passages have vectors of this embedding model"),
  }).catch(onError);
  const starting = importLanes.map((lane) => startImportLane(parts, queues, { lane, signal, everyMs, onError }));
  const close = async () => {
    stopping.abort();
    const started = await Promise.allSettled(starting);
    await Promise.all(started.map((lane) => lane.status === 'fulfilled' && lane.value.close()));
    await anew;
  };
  try {
    await Promise.all(starting);
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}
