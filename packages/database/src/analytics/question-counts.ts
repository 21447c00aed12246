import { Prisma } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';

/** What a question is counted by; null for one that is not: see the answer cache's. */
export type NormalForm = (text: string) => string | null;

/** A question is counted so long after it was asked: by then its answer, which may wait a minute to begin, has ended. */
export const answeredWithinMs = 5 * 60_000;
/** Longer ones are stories, and nobody tells the same one twice. */
const mostChars = 200;

interface AskedRow {
  siteId: string;
  day: Date;
  text: string;
  answered: boolean;
}

/** Adds what customers asked in `[from, to)`. To be called once for each moment, in the transaction that notes how far it is. */
export async function countQuestions(
  transaction: Queryable,
  { from, to, normalForm }: { from: Date; to: Date; normalForm: NormalForm },
): Promise<void> {
  const asked = Prisma.sql`message.created_at >= ${from} AND message.created_at < ${to}`;
  const rows = await readQuestions(transaction, asked);
  await addCounts(transaction, rows, normalForm, 1);
}

/**
 * Takes back what a visitor asked, in one conversation or all, as far as it was counted: before their messages are deleted, and while
 * nothing is counted (`deleteHeld`).
 */
export async function uncountQuestions(
  transaction: Queryable,
  of: { siteId: string; visitorId: string; conversationId?: string; normalForm: NormalForm },
): Promise<void> {
  const { siteId, visitorId, conversationId = null, normalForm } = of;
  const counted = Prisma.sql`
    message.site_id = ${siteId}::uuid AND message.visitor_id = ${visitorId}::uuid
       AND message.conversation_id = coalesce(${conversationId}::uuid, message.conversation_id)
       AND message.created_at < (SELECT questions_until FROM analytics_roll_up)`;
  const rows = await readQuestions(transaction, counted);
  await addCounts(transaction, rows, normalForm, -1);
}

/**
 * One that was cut short by a person may have been begun again since: a question is counted once, and taken back as it was counted.
 * One that was asked of a person, and is handed to the bot later, was not.
 */
const firstAnswer = Prisma.sql`
  SELECT state, said FROM generation
   WHERE question_message_id = message.id
     AND received_at < message.created_at + ${answeredWithinMs} * interval '1 millisecond'
   ORDER BY id LIMIT 1`;
const handsOver = Prisma.sql`(coalesce((generation.said->>'handsOver')::boolean, false))`;
/** What is said in greeting or thanks answers no question. */
const isSmallTalk = Prisma.sql`(generation.said->>'kind' = 'reply' AND NOT ${handsOver})`;

/** Those of `which` that count: one is taken back by what it was counted by. */
function readQuestions(transaction: Queryable, which: Prisma.Sql): Promise<AskedRow[]> {
  return transaction.$queryRaw<AskedRow[]>`
    SELECT message.site_id AS "siteId", (message.created_at AT TIME ZONE 'UTC')::date AS day, message.text,
           generation.state = 'done' AND ${handsOver} IS NOT TRUE AS answered
      FROM message CROSS JOIN LATERAL (${firstAnswer}) generation
      JOIN conversation ON conversation.id = message.conversation_id AND NOT conversation.sandbox
     WHERE ${which} AND message.role = 'visitor'
       AND char_length(message.text) <= ${mostChars} AND ${isSmallTalk} IS NOT TRUE`;
}

async function addCounts(
  transaction: Queryable,
  rows: readonly AskedRow[],
  normalForm: NormalForm,
  sign: 1 | -1,
): Promise<void> {
  const counts = new Map<string, { site_id: string; day: string; question: string; asked: number; answered: number }>();
  for (const { siteId, day, text, answered } of rows) {
    const question = normalForm(text);
    if (question === null) continue;
    const place = { site_id: siteId, day: day.toISOString().slice(0, 10), question };
    const key = JSON.stringify(place);
    const count = counts.get(key) ?? { ...place, asked: 0, answered: 0 };
    count.asked += sign;
    if (answered) count.answered += sign;
    counts.set(key, count);
  }
  if (counts.size === 0) return;
  const counted = Prisma.sql`jsonb_to_recordset(${JSON.stringify([...counts.values()])}::jsonb)
        AS counted(site_id uuid, day date, question text, asked int, answered int)`;
  await transaction.$executeRaw`
    INSERT INTO question_count (site_id, day, question, asked, answered)
    SELECT site_id, day, question, asked, answered FROM ${counted}
     ORDER BY 1, 2, 3
    ON CONFLICT (site_id, day, question) DO UPDATE
       SET asked = question_count.asked + excluded.asked, answered = question_count.answered + excluded.answered`;
  if (sign === 1) return;
  await transaction.$executeRaw`
    DELETE FROM question_count USING ${counted}
     WHERE question_count.site_id = counted.site_id AND question_count.day = counted.day
       AND question_count.question = counted.question AND question_count.asked <= 0`;
}
