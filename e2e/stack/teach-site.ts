// teachSite: what a test or a benchmark teaches a site goes the way of what its owner types or uploads. The site's row is
// there already; the stack runs, with a worker that has EMBEDDING_DIR.
import { setTimeout as sleep } from 'node:timers/promises';
import { createKnowledgeSource, type Database, listSources, type NewKnowledgeSource } from '@frontdesk/database';
import type { DocumentFormat } from '@frontdesk/knowledge';
import { CodedError, type ImportJob } from '@frontdesk/protocol';
import { connectQueues, openImportQueue } from '@frontdesk/queue';

/** One thing to know: a fact is a title, which may be empty, and text; a file is its name, its format and what is in it. */
export type Lesson =
  | { kind: 'fact'; title: string; text: string }
  | { kind: 'file'; name: string; format: DocumentFormat; content: string };

export interface TaughtSite {
  database: Database;
  databaseUrl: string;
  siteId: string;
}

/**
 * Has a worker import lessons, each as a source of its own, and waits until all are imported.
 * @throws with the import's error when one fails, or when they take longer than `timeoutMs`
 */
export async function teachSite(
  { database, databaseUrl, siteId }: TaughtSite,
  lessons: readonly Lesson[],
  { timeoutMs = 300_000 } = {},
): Promise<void> {
  let lost: unknown;
  const queues = await connectQueues({
    // The stack hands its parts what this process was given.
    ...{ databaseUrl, redisUrl: process.env.REDIS_URL },
    onError: (error) => {
      lost = error;
    },
  });
  const queue = await openImportQueue(queues);
  try {
    const waiting = new Set<string>();
    for (const lesson of lessons) {
      const job = await addWhenThereIsRoom(database, sourceOf(siteId, lesson));
      await queue.enqueue(job, 'content');
      waiting.add(job.sourceId);
    }
    for (const deadline = Date.now() + timeoutMs; waiting.size > 0; await sleep(100)) {
      if (Date.now() > deadline) {
        throw new Error(`${waiting.size} of ${lessons.length} lessons were not imported in time`, { cause: lost });
      }
      // They are the newest ones there.
      const { sources } = await listSources(database, { siteId, limit: lessons.length });
      for (const { id, name, state, error } of sources) {
        if (!waiting.has(id)) continue;
        if (state === 'failed' || state === 'cancelled') throw new Error(`${name || id}: ${error?.message ?? state}`);
        if (state === 'done') waiting.delete(id);
      }
    }
  } finally {
    await queue.close();
    await queues.close();
  }
}

/** Only so many of a site's sources may wait at a time. */
async function addWhenThereIsRoom(database: Database, source: NewKnowledgeSource): Promise<ImportJob> {
  for (;;) {
    try {
      return await createKnowledgeSource(database, source);
    } catch (error) {
      if (!(error instanceof CodedError) || error.code !== 'imports_waiting') throw error;
      await sleep(100);
    }
  }
}

function sourceOf(siteId: string, lesson: Lesson): NewKnowledgeSource {
  const bytes = (text: string) => Uint8Array.from(new TextEncoder().encode(text));
  return lesson.kind === 'fact'
    ? { siteId, kind: 'fact', name: lesson.title, format: 'text', content: bytes(lesson.text) }
    : { siteId, kind: 'file', name: lesson.name, format: lesson.format, content: bytes(lesson.content) };
}
