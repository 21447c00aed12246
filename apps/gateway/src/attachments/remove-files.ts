import {
  type Database,
  deleteStaleAttachments,
  forgetRemovedAttachments,
  listRemovedAttachments,
  type RemovedAttachment,
} from '@frontdesk/database';
import { type Logger, repeat } from '@frontdesk/telemetry';
import type { FileStore } from './file-store.ts';

const everyMs = 30_000;
const atOnce = 500;

export interface RemoveFilesOptions {
  database: Database;
  fileStore: FileStore;
  logger: Logger;
}

/**
 * Removes the bytes of all files whose rows are gone: with a conversation, visitor or site that was deleted, or by themselves.
 * A trigger notes them in the transaction that deletes the rows, so nothing has to be told; whoever wants the bytes gone at
 * once calls this after it. What can't be removed keeps nothing else from it, is told, and is tried again the next time.
 */
export async function removeFiles({ database, fileStore, logger }: RemoveFilesOptions): Promise<void> {
  let failed = 0;
  let first: { id: string; error: unknown } | undefined;
  let after: RemovedAttachment | undefined;
  do {
    const page = await listRemovedAttachments(database, { most: atOnce, after });
    const removed: string[] = [];
    for (const { id } of page) {
      try {
        await fileStore.remove(id);
        removed.push(id);
      } catch (error) {
        failed += 1;
        first ??= { id, error };
      }
    }
    await forgetRemovedAttachments(database, removed);
    after = page.at(-1);
  } while (after);
  // One line, however many there are: it comes again with every round until somebody has seen to them.
  if (first) logger.error({ ...first, files: failed }, 'files could not be removed');
}

/**
 * Gives up, every half minute, uploads that broke off and files that nobody sent, and removes what is deleted. Gateways that
 * do so at once do no harm.
 * @returns stops it, after the round that runs
 */
export function startRemovingFiles(options: RemoveFilesOptions): () => Promise<void> {
  return repeat(
    everyMs,
    async () => {
      await deleteStaleAttachments(options.database);
      await removeFiles(options);
    },
    (error) => options.logger.error({ error }, 'files were not removed'),
  );
}
