import type { ImportJob, ImportLane } from '@frontdesk/protocol';
import type { KnowledgeSourceKind } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';
import { readClock } from '../connection/clock.ts';
import { endWhere, importSilenceMs, maxImportClaims } from './knowledge-sources.ts';

const givenUp = {
  code: 'given_up',
  message: `This import was given up: it was begun ${maxImportClaims} times and did not come to its end. Please try a smaller one.`,
};

/**
 * The import of a lane whose turn it is: of all sites for which one waits, or is lost, the one that was served longest ago, and of
 * its own the one that waits longest. So nobody waits for more than one import of each other site, however many those have. One
 * that was claimed too often ends as failed.
 * @param at left out, now
 * @returns null when there is none; the claim decides between those who look at the same moment
 */
export async function findNextImport(database: Queryable, lane: ImportLane, at?: Date): Promise<ImportJob | null> {
  const silentSince = new Date((at ?? (await readClock(database))).getTime() - importSilenceMs);
  for (;;) {
    const [next] = await database.$queryRaw<Due[]>`
      SELECT source.id AS "sourceId", source.epoch, source.attempts, source.kind::text
        FROM knowledge_source source
        LEFT JOIN import_turn turn ON turn.site_id = source.site_id AND turn.lane = ${lane}
       WHERE (source.kind = 'site') = ${lane === 'site'}
         AND (source.state = 'queued' OR (source.state = 'running' AND source.alive_at < ${silentSince}))
       ORDER BY turn.served_at NULLS FIRST, source.alive_at, source.id LIMIT 1`;
    if (!next) return null;
    const { sourceId, epoch, attempts, kind } = next;
    if (attempts < maxImportClaims) return { sourceId, epoch };
    await endWhere(
      database,
      { id: sourceId, epoch, attempts, state: { in: ['queued', 'running'] } },
      { kind, error: givenUp },
    );
  }
}

interface Due extends ImportJob {
  attempts: number;
  kind: KnowledgeSourceKind;
}
