import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Document, DocumentFormat, DocumentSource } from '../document.ts';
import { DocumentError } from '../document-error.ts';
import { documentLimits } from '../limits.ts';
import { type ReadDocument, refuseTooLarge } from './read-document.ts';
import type { ReadAnswer, ReadRequest } from './reader-process.ts';

/** Reads documents, one at a time, where they can do no harm. */
export interface DocumentReader {
  /** @throws DocumentError for whatever is wrong with the document */
  read<Format extends DocumentFormat>(source: DocumentSource & { format: Format }): Promise<ReadDocument<Format>>;
  /** Ends the process; what it reads is `cancelled`. */
  close(): Promise<void>;
}

export interface DocumentReaderOptions {
  /** Longest that one document may take. */
  timeoutMs?: number;
  /** Most memory of the process, all together. */
  memoryBytes?: number;
}

// From the sources, or in an application's bundle, where the process is an entry of its own beside it.
const isSource = import.meta.url.endsWith('.ts');
const entry = fileURLToPath(new URL(isSource ? './reader-process.ts' : './reader-process.js', import.meta.url));

/**
 * Opens a reader: a process of its own, started with the first document and again after one that it did not survive.
 * It is idle between documents, about 100 MB; close it when there are no more.
 */
export function openDocumentReader({
  timeoutMs = documentLimits.readMs,
  memoryBytes = documentLimits.readMemoryBytes,
}: DocumentReaderOptions = {}): DocumentReader {
  let child: ChildProcess | undefined;
  let isClosed = false;
  let last: Promise<unknown> = Promise.resolve();

  const start = (): ChildProcess => {
    const started = fork(entry, {
      execArgv: isSource ? ['--import', 'tsx'] : [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      // It needs none of the secrets that its parent has.
      env: { PATH: process.env.PATH ?? '' },
    });
    started.once('exit', () => {
      if (child === started) child = undefined;
    });
    return started;
  };

  async function readNow(source: DocumentSource): Promise<Document> {
    if (isClosed) throw new DocumentError('cancelled', 'The import was stopped.');
    child ??= start();
    const read = await ask(child, { source, timeoutMs, memoryBytes });
    if (read === 'ended') {
      throw isClosed
        ? new DocumentError('cancelled', 'The import was stopped.')
        : new DocumentError('out_of_memory', 'This file could not be read: it ended the process that read it.');
    }
    if ('document' in read) return read.document;
    // The next document must not meet it.
    if (read.isLast) {
      child?.kill('SIGKILL');
      child = undefined;
    }
    throw new DocumentError(read.error.code, read.error.message);
  }

  return {
    read: <Format extends DocumentFormat>(source: DocumentSource & { format: Format }) => {
      const reading = last.then(async () => {
        refuseTooLarge(source.format, source.bytes.length);
        return (await readNow(source)) as ReadDocument<Format>;
      });
      last = reading.catch(() => undefined);
      return reading;
    },
    close: async () => {
      isClosed = true;
      child?.kill('SIGKILL');
      await last;
    },
  };
}

/** Asks once; a process that ends, or does not answer long after its time, has `ended`. */
function ask(child: ChildProcess, request: ReadRequest): Promise<ReadAnswer | 'ended'> {
  return new Promise((resolve) => {
    const settle = (read: ReadAnswer | 'ended') => {
      clearTimeout(overdue);
      child.off('message', settle);
      child.off('exit', ended);
      child.off('error', ended);
      resolve(read);
    };
    const ended = () => settle('ended');
    // Its start may take long on a busy machine.
    const overdue = setTimeout(() => child.kill('SIGKILL'), request.timeoutMs + 30_000);
    child.on('message', settle as (message: unknown) => void);
    child.once('exit', ended);
    child.once('error', ended);
    child.send(request, (error) => error && ended());
  });
}
