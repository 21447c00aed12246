import { advisoryLocks, takeTurn } from '../connection/advisory-locks.ts';
import type { Database, Queryable } from '../connection/client.ts';
import { storeAgentFacts } from './agent-facts.ts';
import { settleWithPeople, storeConversationFacts } from './conversation-facts.ts';
import { answeredWithinMs, countQuestions, type NormalForm } from './question-counts.ts';

const quarterMs = 15 * 60_000;
/** What is committed so long after its time is in it all the same. */
const lateMs = 60_000;

/**
 * Brings what analytics are read from up to now: facts of the conversations that changed, what people did in them, messages by the
 * quarter of an hour, and what was asked. To be called every few seconds, by any number of processes: one at a time works. One call
 * takes on about `conversationsPerCall` conversations. Nothing on the way of a message writes here.
 * @returns until when all is rolled up; null when another process is at it
 */
export function rollUpAnalytics(
  database: Database,
  { normalForm, conversationsPerCall = 1_000 }: { normalForm: NormalForm; conversationsPerCall?: number },
): Promise<Date | null> {
  return database.$transaction(
    async (transaction) => {
      const turn = await takeTurn(transaction, advisoryLocks.analytics);
      if (!turn.held) return null;
      // Whoever deletes what is being counted waits, and takes it back.
      const [mark] = await transaction.$queryRaw<
        { rolledUntil: Date; questionsUntil: Date; agentsUntil: Date | null }[]
      >`
        SELECT rolled_until AS "rolledUntil", questions_until AS "questionsUntil", agents_until AS "agentsUntil"
          FROM analytics_roll_up FOR UPDATE`;
      const first = mark?.agentsUntil ? null : await firstActivity(transaction);
      const since = mark ? new Date(mark.rolledUntil.getTime() - lateMs) : first;
      if (!since) return turn.now;
      const next = { now: turn.now, conversationsPerCall };
      const { ids, until: rolledUntil } = await changedSince(transaction, { ...next, since, until: mark?.rolledUntil });
      await storeConversationFacts(transaction, ids);
      await settleWithPeople(transaction);
      const known = mark?.agentsUntil;
      const agentsSince = known ? new Date(known.getTime() - lateMs) : (first ?? since);
      const peoples = await changedSince(transaction, { ...next, since: agentsSince, until: known });
      await storeAgentFacts(transaction, peoples.ids);
      const agentsUntil = peoples.until;
      await storeMessageQuarters(transaction, since, rolledUntil);
      const questionsFrom = mark?.questionsUntil ?? since;
      const questionsUntil = new Date(Math.max(questionsFrom.getTime(), rolledUntil.getTime() - answeredWithinMs));
      await countQuestions(transaction, { from: questionsFrom, to: questionsUntil, normalForm });
      await transaction.analyticsRollUp.upsert({
        where: { id: 1 },
        create: { rolledUntil, questionsUntil, agentsUntil },
        update: { rolledUntil, questionsUntil, agentsUntil },
      });
      return new Date(Math.min(agentsUntil.getTime(), rolledUntil.getTime()));
    },
    { timeout: 60_000 },
  );
}

/** Of messages, too: what was said elsewhere before a conversation is older than it. */
async function firstActivity(transaction: Queryable): Promise<Date | null> {
  const [row] = await transaction.$queryRaw<{ first: Date | null }[]>`
    SELECT least((SELECT min(last_activity_at) FROM conversation), (SELECT min(created_at) FROM message)) AS first`;
  return row?.first ?? null;
}

/**
 * The conversations that have changed since a time: those that were rolled up until `until` again, of which what was committed late is
 * new, and so many more of the first, with all that changed at the same moment as the last of them.
 * @returns up to when these are all; with the next call it goes on from there
 */
async function changedSince(
  transaction: Queryable,
  { since, until, now, conversationsPerCall }: RollUpStep,
): Promise<{ ids: string[]; until: Date }> {
  const again = until
    ? await transaction.conversation.count({ where: { lastActivityAt: { gte: since, lte: until } } })
    : 0;
  const most = again + conversationsPerCall;
  const changed = await transaction.$queryRaw<{ id: string; lastActivityAt: Date }[]>`
    SELECT id, last_activity_at AS "lastActivityAt" FROM conversation
     WHERE last_activity_at >= ${since}
     ORDER BY last_activity_at
     FETCH FIRST ${most} ROWS WITH TIES`;
  const last = changed.at(-1);
  return { ids: changed.map(({ id }) => id), until: last && changed.length >= most ? last.lastActivityAt : now };
}

interface RollUpStep {
  since: Date;
  /** None at the first. */
  until: Date | null | undefined;
  now: Date;
  conversationsPerCall: number;
}

/** Counts anew the messages of each quarter that `[from, to)` touches; those that were deleted since stay counted. */
async function storeMessageQuarters(transaction: Queryable, from: Date, to: Date): Promise<void> {
  const begin = new Date(Math.floor(from.getTime() / quarterMs) * quarterMs);
  const end = new Date(Math.ceil(to.getTime() / quarterMs) * quarterMs);
  await transaction.$executeRaw`
    INSERT INTO message_quarter (site_id, quarter, visitor, bot, agent)
    SELECT message.site_id, date_bin('15 minutes', message.created_at, 'epoch'::timestamptz),
           -- What a caller tells was said before has neither: it was said elsewhere.
           count(*) FILTER (WHERE role = 'visitor' AND client_message_id IS NOT NULL),
           count(*) FILTER (WHERE role = 'assistant' AND generation_id IS NOT NULL),
           count(*) FILTER (WHERE role = 'agent')
      FROM message JOIN conversation ON conversation.id = message.conversation_id AND NOT conversation.sandbox
     WHERE message.created_at >= ${begin} AND message.created_at < ${end}
     GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (site_id, quarter) DO UPDATE
       SET visitor = greatest(message_quarter.visitor, excluded.visitor), bot = greatest(message_quarter.bot, excluded.bot),
           agent = greatest(message_quarter.agent, excluded.agent)`;
}
