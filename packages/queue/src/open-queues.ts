import { setTimeout as sleep } from 'node:timers/promises';
import { backOffMs } from './connection/back-off.ts';
import type { QueueConnection, QueueConnectionOptions } from './connection/queue-connection.ts';
import { firstAttemptMs } from './connection/redis-client.ts';
import { openGenerationQueue } from './generations/bullmq-generation-queue.ts';
import type { GenerationQueue } from './generations/generation-queue.ts';
import { openImportQueue } from './imports/bullmq-import-queue.ts';
import type { ImportQueue } from './imports/import-queue.ts';
import { connectQueues, type Servers } from './servers.ts';

/** The producer's side of all queues of a process. */
export interface Queues {
  readonly generations: GenerationQueue;
  readonly imports: ImportQueue;
  /** Both, and their connection. */
  close(): Promise<void>;
}

interface Opened {
  generations: GenerationQueue;
  imports: ImportQueue;
  connection: QueueConnection;
}

/**
 * Opens the queues, for who has other things to do while Redis is away: where it can't be reached at first, or answers nothing
 * for five seconds, that is told, and tried again for as long as it takes. Until then calls reject, as they do whenever it is away.
 * @throws where they are on PostgreSQL, without which nothing goes, and can't be opened
 */
export async function openQueues({ onError, ...servers }: Servers & QueueConnectionOptions): Promise<Queues> {
  const closing = new AbortController();
  let opened: Opened | undefined;

  async function open(): Promise<void> {
    const attempt = new AbortController();
    const giveUp = () => attempt.abort(new Error('the queues’ server has not answered in time'));
    sleep(firstAttemptMs, undefined, { signal: closing.signal, ref: false }).then(giveUp, giveUp);
    const connection = await connectQueues({ ...servers, onError, signal: attempt.signal });
    try {
      const generations = await openGenerationQueue(connection);
      opened = { generations, imports: await openImportQueue(connection), connection };
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  async function openAgain(): Promise<void> {
    for (let failures = 0; !opened && !closing.signal.aborted; failures += 1) {
      try {
        await sleep(backOffMs(failures), undefined, { signal: closing.signal });
        await open();
      } catch (error) {
        if (!closing.signal.aborted) onError(error);
      }
    }
  }

  function there(): Opened {
    if (!opened) throw new Error('the queues could not be reached yet');
    return opened;
  }

  let opening: Promise<void> | undefined;
  await open().catch((error: unknown) => {
    if (!servers.redisUrl) throw error;
    onError(error);
    opening = openAgain();
  });
  return {
    generations: {
      enqueue: async (...job) => there().generations.enqueue(...job),
      release: async (...worker) => there().generations.release(...worker),
      forget: async (...worker) => there().generations.forget(...worker),
      lookUp: async (...job) => there().generations.lookUp(...job),
      depth: async (...of) => there().generations.depth(...of),
      close: async () => opened?.generations.close(),
    },
    imports: {
      enqueue: async (...job) => there().imports.enqueue(...job),
      close: async () => opened?.imports.close(),
    },
    close: async () => {
      closing.abort();
      await opening;
      if (!opened) return;
      for (const part of [opened.imports, opened.generations, opened.connection]) await part.close();
    },
  };
}
