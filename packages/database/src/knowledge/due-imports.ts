import { CodedError, type ImportJob } from '@frontdesk/protocol';
import type { Database } from '../connection/client.ts';
import { readClock } from '../connection/clock.ts';
import { longTransaction, requestImport } from './knowledge-sources.ts';

/**
 * Asks for the web sites to be imported that are due by themselves: of each site one at a time, the one that is due for longest. One
 * that waits, or is imported, is left alone; so is what there is no room for, until there is. To be called by any number of
 * processes: each import is asked for by one.
 * @returns the jobs that import them
 */
export async function requestDueImports(database: Database): Promise<ImportJob[]> {
  const now = await readClock(database);
  const due = await database.$queryRaw<{ siteId: string; sourceId: string }[]>`
    SELECT DISTINCT ON (source.site_id) source.site_id AS "siteId", source.id AS "sourceId"
      FROM knowledge_source source JOIN site ON site.id = source.site_id
     WHERE source.next_import_at <= ${now} AND source.state NOT IN ('queued', 'running') AND site.removed_at IS NULL
     ORDER BY source.site_id, source.next_import_at, source.id`;
  const jobs: ImportJob[] = [];
  for (const source of due) {
    try {
      const request = { ...source, dueBy: now };
      jobs.push(await database.$transaction((transaction) => requestImport(transaction, request), longTransaction));
    } catch (error) {
      // Somebody was faster, deleted it, or has too much waiting.
      if (!(error instanceof CodedError)) throw error;
    }
  }
  return jobs;
}
