// The process in which documents are read. A file from outside can make a library run for ever or take all memory: here
// that costs a process which holds nothing else. Its main thread only watches; the documents are read in a thread.
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import type { Document, DocumentSource } from '../document.ts';
import { DocumentError, type DocumentErrorCode } from '../document-error.ts';
import { readDocument } from './read-document.ts';

/** What is asked of the process. */
export interface ReadRequest {
  source: DocumentSource;
  timeoutMs: number;
  memoryBytes: number;
}

/** What it answers. */
export type ReadAnswer =
  | { document: Document }
  | {
      error: { code: DocumentErrorCode; message: string };
      /** The process ends with it. */
      isLast?: boolean;
    };

const watchEveryMs = 50;

if (isMainThread) watch();
else parentPort?.on('message', async (source: DocumentSource) => parentPort?.postMessage(await answer(source)));

async function answer(source: DocumentSource): Promise<ReadAnswer> {
  try {
    return { document: await readDocument(source) };
  } catch (error) {
    if (error instanceof DocumentError) return { error: { code: error.code, message: error.message } };
    // A library met what it does not expect: the file is at fault, and its text is not repeated.
    return { error: { code: 'unreadable', message: 'This file could not be read.' } };
  }
}

function watch(): void {
  let thread: Worker | undefined;
  let watching: NodeJS.Timeout | undefined;
  const reply = (read: ReadAnswer) => {
    clearInterval(watching);
    process.send?.(read, () => 'isLast' in read && process.exit(0));
  };
  const outOfMemory = () =>
    reply({ error: { code: 'out_of_memory', message: 'Reading this file takes too much memory.' }, isLast: true });
  process.on('message', ({ source, timeoutMs, memoryBytes }: ReadRequest) => {
    thread ??= startThread(memoryBytes, reply, outOfMemory);
    const until = performance.now() + timeoutMs;
    watching = setInterval(() => {
      if (process.memoryUsage.rss() > memoryBytes) outOfMemory();
      else if (performance.now() > until) {
        reply({ error: { code: 'took_too_long', message: 'Reading this file takes too long.' }, isLast: true });
      }
    }, watchEveryMs);
    thread.postMessage(source);
  });
  // Whoever asked is gone.
  process.on('disconnect', () => process.exit(0));
}

function startThread(memoryBytes: number, reply: (read: ReadAnswer) => void, outOfMemory: () => void) {
  const limited = { resourceLimits: { maxOldGenerationSizeMb: Math.floor(memoryBytes / 2 ** 20 / 2) } };
  // From the sources: a thread does not take over how its process reads TypeScript.
  const thread = import.meta.url.endsWith('.ts')
    ? new Worker(`import('tsx/esm/api').then(({ register }) => register()).then(() => import('${import.meta.url}'))`, {
        ...limited,
        eval: true,
      })
    : new Worker(new URL(import.meta.url), limited);
  thread.on('message', (read: ReadAnswer) => reply(read));
  thread.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') outOfMemory();
    else reply({ error: { code: 'unreadable', message: 'This file could not be read.' }, isLast: true });
  });
  return thread;
}
