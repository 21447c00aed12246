import { type AgentFigures, goodScore } from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';
import { type AnalyticsRange, beginOf, within } from './analytics.ts';
import { zoneOfDatabase } from './zone-names.ts';

interface Row {
  userId: string | null;
  name: string | null;
  conversations: number;
  replies: number;
  resolved: number;
  firstResponse: [number, number] | null;
  firstResponseCount: number;
  resolution: number | null;
  resolutionCount: number;
  rated: number;
  good: number;
}

/**
 * What single people did in a time, as far as it is rolled up: by when they did it, whenever the conversation began. Who replied most
 * comes first. Whoever is no member any more has their name; those whose accounts are gone are added up.
 */
export async function readAgentFigures(database: Queryable, asked: AnalyticsRange): Promise<AgentFigures[]> {
  const range = { ...asked, timeZone: zoneOfDatabase(asked.timeZone) };
  const waited = Prisma.sql`date_part('epoch', done_at - since) * 1000`;
  // Each conversation once: as often as it was done there, the first time in the range has none before it there.
  const isFirst = Prisma.sql`(previous_at IS NULL OR previous_at < ${beginOf(range.from, range.timeZone)})`;
  const rows = await database.$queryRaw<Row[]>`
    SELECT person.id AS "userId", person.name,
           (count(*) FILTER (WHERE kind = 'reply' AND ${isFirst}))::int AS conversations,
           (count(*) FILTER (WHERE kind = 'reply'))::int AS replies,
           (count(*) FILTER (WHERE kind = 'resolution' AND ${isFirst}))::int AS resolved,
           (percentile_cont(ARRAY[0.5, 0.9]::float8[]) WITHIN GROUP (ORDER BY ${waited})
             FILTER (WHERE kind = 'reply' AND since IS NOT NULL))::float8[] AS "firstResponse",
           (count(since) FILTER (WHERE kind = 'reply'))::int AS "firstResponseCount",
           percentile_cont(0.5) WITHIN GROUP (ORDER BY ${waited})
             FILTER (WHERE kind = 'resolution' AND since IS NOT NULL) AS resolution,
           (count(since) FILTER (WHERE kind = 'resolution'))::int AS "resolutionCount",
           (count(*) FILTER (WHERE kind = 'rating'))::int AS rated,
           (count(*) FILTER (WHERE score >= ${goodScore}))::int AS good
      FROM agent_fact LEFT JOIN "user" AS person ON person.id = agent_fact.user_id
     WHERE ${within(range, 'done_at')}
     GROUP BY person.id ORDER BY replies DESC, name, person.id`;
  return rows.map(({ userId, name, conversations, replies, resolved, ...row }) => {
    const [p50 = null, p90 = null] = row.firstResponse ?? [];
    return {
      ...{ userId, name, conversations, replies, resolved },
      firstResponse: { count: row.firstResponseCount, p50, p90 },
      resolution: { count: row.resolutionCount, p50: row.resolution },
      ratings: { count: row.rated, good: row.good },
    };
  });
}
