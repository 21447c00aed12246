import { advisoryLocks, takeTurn } from '../connection/advisory-locks.ts';
import type { Database, Queryable } from '../connection/client.ts';
import { settleWithPeople, storeConversationFacts } from './conversation-facts.ts';
import { answeredWithinMs, countQuestions, type NormalForm } from './question-counts.ts';

const quarterMs = 15 * 60_000;
/** What is committed so long after its time is in it all the same. */
const lateMs = 60_000;

/**
 * Brings what analytics are read from up to now: facts of the conversations that changed, messages by the quarter of an hour,
 * and what was asked. To be called every few seconds, by any number of processes: one at a time works. One call takes on
 * about `conversationsPerCall` conversations. Nothing on the way of a message writes here.
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
      const [mark] = await transaction.$queryRaw<{ rolledUntil: Date; questionsUntil: Date }[]>`
        SELECT rolled_until AS "rolledUntil", questions_until AS "questionsUntil" FROM analytics_roll_up FOR UPDATE`;
      const since = mark ? new Date(mark.rolledUntil.getTime() - lateMs) : await firstActivity(transaction);
      if (!since) return turn.now;
      const again = mark ? await countChanged(transaction, since, mark.rolledUntil) : 0;
      const most = again + conversationsPerCall;
      const changed = await changedSince(transaction, since, most);
      const last = changed.at(-1);
      // More have changed since: up to the last of these, and on with the next call.
      const rolledUntil = last && changed.length >= most ? last.lastActivityAt : turn.now;
      await storeConversationFacts(
        transaction,
        changed.map(({ id }) => id),
      );
      await settleWithPeople(transaction);
      await storeMessageQuarters(transaction, since, rolledUntil);
      const questionsFrom = mark?.questionsUntil ?? since;
      const questionsUntil = new Date(Math.max(questionsFrom.getTime(), rolledUntil.getTime() - answeredWithinMs));
      await countQuestions(transaction, { from: questionsFrom, to: questionsUntil, normalForm });
      await transaction.analyticsRollUp.upsert({
        where: { id: 1 },
        create: { rolledUntil, questionsUntil },
        update: { rolledUntil, questionsUntil },
      });
      return rolledUntil;
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

async function countChanged(transaction: Queryable, since: Date, until: Date): Promise<number> {
  return transaction.conversation.count({ where: { lastActivityAt: { gte: since, lte: until } } });
}

/** The first that changed, and all that changed at the same moment as the last of them. */
function changedSince(
  transaction: Queryable,
  since: Date,
  most: number,
): Promise<{ id: string; lastActivityAt: Date }[]> {
  return transaction.$queryRaw<{ id: string; lastActivityAt: Date }[]>`
    SELECT id, last_activity_at AS "lastActivityAt" FROM conversation
     WHERE last_activity_at >= ${since}
     ORDER BY last_activity_at
     FETCH FIRST ${most} ROWS WITH TIES`;
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
