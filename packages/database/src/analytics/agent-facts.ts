import { Prisma } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';
import { type AgentFact, agentFacts, type LoggedStep } from './agent-steps.ts';

/** Events that say who has a conversation, who answered, and what the customer thinks of it. */
const told = [
  ...['message:created', 'generation:done', 'generation:ended', 'conversation:handed-over', 'conversation:rated'],
  ...['conversation:person-requested', 'conversation:taken-over', 'conversation:handed-back', 'conversation:resolved'],
  'conversation:reopened',
];

type Row = LoggedStep & { conversationId: string; siteId: string };

/**
 * Reads from their logs what single people did in these conversations. What is known of those that are gone stays; what agents
 * try in the sandbox counts nowhere.
 */
export async function storeAgentFacts(transaction: Queryable, conversationIds: readonly string[]): Promise<void> {
  const logs = new Map<string, Row[]>();
  for (const row of await readLogs(transaction, conversationIds)) {
    const log = logs.get(row.conversationId);
    if (log) log.push(row);
    else logs.set(row.conversationId, [row]);
  }
  if (logs.size === 0) return;
  const facts = [...logs].flatMap(([conversation_id, log]) =>
    agentFacts(log).map((fact) => ({ conversation_id, site_id: log[0]?.siteId, ...columnsOf(fact) })),
  );
  // A resolution that was undone goes, and a rating in whose place another one stands; what else is known of an event never changes.
  // Entries keep the ids of people who are gone, which tell them apart here; facts have none of them.
  await transaction.$executeRaw`
    WITH facts AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(facts)}::jsonb) AS fact(conversation_id uuid, seq int, site_id uuid,
        user_id text, kind agent_fact_kind, done_at timestamptz, previous_at timestamptz, since timestamptz, score int)
    ), undone AS (
      DELETE FROM agent_fact known
       WHERE known.conversation_id = ANY(${[...logs.keys()]}::uuid[])
         AND NOT EXISTS (SELECT FROM facts WHERE facts.conversation_id = known.conversation_id AND facts.seq = known.seq)
    )
    INSERT INTO agent_fact (conversation_id, seq, site_id, user_id, kind, done_at, previous_at, since, score)
    SELECT conversation_id, seq, site_id, (SELECT id FROM "user" WHERE id = facts.user_id), kind, done_at, previous_at, since, score
      FROM facts
     ORDER BY conversation_id, seq
    ON CONFLICT (conversation_id, seq) DO NOTHING`;
}

const columnsOf = ({ userId, doneAt, previousAt, ...fact }: AgentFact) => ({
  ...{ ...fact, user_id: userId, done_at: doneAt, previous_at: previousAt },
});

/**
 * The logs of those in which a person did something, each in its order. The log itself knows agents by name: who wrote a reply stands
 * with the message, who resolved it in the log of changes, an entry for each time. Entries may have begun later, so the last of both
 * are the same.
 */
function readLogs(transaction: Queryable, conversationIds: readonly string[]): Promise<Row[]> {
  const ids = [...conversationIds];
  return transaction.$queryRaw<Row[]>`
    WITH log AS (
      SELECT conversation_id, site_id, seq, created_at, payload->>'type' AS type, payload,
             payload->'message'->>'role' AS role
        FROM conversation_event
       WHERE conversation_id = ANY(${ids}::uuid[]) AND payload->>'type' IN (${Prisma.join(told)})
    ), of_people AS (
      SELECT DISTINCT conversation_id FROM log WHERE type = 'message:created' AND role = 'agent' OR type = 'conversation:resolved'
    ), resolutions AS (
      SELECT conversation_id, seq, row_number() OVER (PARTITION BY conversation_id ORDER BY seq DESC) AS place
        FROM log WHERE type = 'conversation:resolved'
    ), entries AS (
      SELECT target, user_id, row_number() OVER (PARTITION BY target ORDER BY id DESC) AS place
        FROM audit_entry WHERE action = 'conversation.resolved' AND target = ANY(${ids}::text[])
    )
    SELECT log.conversation_id AS "conversationId", log.site_id AS "siteId", log.seq, log.created_at AS at, type, log.role,
           coalesce(message.author_id, entries.user_id) AS "userId", jsonb_typeof(payload->'by') = 'object' AS "bySomebody",
           payload->>'state' AS state, (payload->>'score')::int AS score
      FROM log
      JOIN of_people ON of_people.conversation_id = log.conversation_id
      JOIN conversation ON conversation.id = log.conversation_id AND NOT conversation.sandbox
      LEFT JOIN message ON log.role = 'agent' AND message.id = (payload->'message'->>'id')::uuid
      LEFT JOIN resolutions ON resolutions.conversation_id = log.conversation_id AND resolutions.seq = log.seq
      LEFT JOIN entries ON entries.target = log.conversation_id::text AND entries.place = resolutions.place
     ORDER BY log.conversation_id, log.seq`;
}
