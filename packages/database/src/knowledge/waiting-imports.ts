import { CodedError, knowledgeLimits } from '@frontdesk/protocol';
import { advisoryLocks } from '../connection/advisory-locks.ts';
import type { Queryable } from '../connection/client.ts';
import type { NewKnowledgeSource } from './knowledge-sources.ts';

/** One of few tokens and megabytes is imported in moments; who has a whole folder goes on then. */
const retryAfterMs = 5_000;

/**
 * Refuses what a site adds to more than enough: all sites share the workers, and the database in which it waits. What waits of one
 * kind keeps nothing from the others: a folder of files keeps nobody from typing a fact. To be called in the transaction that stores
 * it: who comes at the same moment is counted.
 * @param source.sourceId of one that is imported again
 * @throws CodedError `imports_waiting`
 */
export async function refuseManyWaiting(
  transaction: Queryable,
  { siteId, kind, content, sourceId }: Pick<NewKnowledgeSource, 'siteId' | 'kind'> & Extra,
): Promise<void> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${siteId}, ${advisoryLocks.imports}))`;
  const [waiting] = await transaction.$queryRaw<{ sources: number; bytes: number }[]>`
    SELECT count(*)::int AS sources, coalesce(sum(octet_length(content)), 0)::float8 AS bytes
      FROM knowledge_source
     WHERE site_id = ${siteId}::uuid AND state IN ('queued', 'running') AND id IS DISTINCT FROM ${sourceId ?? null}::uuid
       AND kind::text = ${kind}`;
  const { sources = 0, bytes = 0 } = waiting ?? {};
  const most = kind === 'fact' ? knowledgeLimits.factsWaiting : knowledgeLimits.importsWaiting;
  const isRoom = sources < most && bytes + (content?.length ?? 0) <= knowledgeLimits.bytesWaiting;
  if (!isRoom) throw new CodedError('imports_waiting', { retryAfterMs });
}

/**
 * Refuses a fact to a site that has as many as it may: each keeps its text, also where there is no room for its passages. To be
 * called after {@link refuseManyWaiting}, whose lock counts who comes at the same moment.
 * @throws CodedError `facts_limit`
 */
export async function refuseManyFacts(transaction: Queryable, siteId: string): Promise<void> {
  const facts = await transaction.knowledgeSource.count({ where: { siteId, kind: 'fact' } });
  if (facts >= knowledgeLimits.facts) throw new CodedError('facts_limit');
}

interface Extra {
  content?: Uint8Array | undefined;
  sourceId?: string | undefined;
}
