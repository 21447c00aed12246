import {
  type Database,
  deleteStaleAttachments,
  forgetRemovedAttachments,
  listRemovedAttachments,
} from '@frontdesk/database';
import type { Logger } from '@frontdesk/telemetry';
import { repeat } from '../repeat.ts';
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
 * once calls this after it. What can't be removed is tried again.
 */
export async function removeFiles({ database, fileStore }: Omit<RemoveFilesOptions, 'logger'>): Promise<void> {
  for (;;) {
    const ids = await listRemovedAttachments(database, atOnce);
    if (ids.length === 0) return;
    for (const id of ids) await fileStore.remove(id);
    await forgetRemovedAttachments(database, ids);
  }
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
