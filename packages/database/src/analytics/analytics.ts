import {
  type Analytics,
  type AnalyticsDay,
  type AnalyticsQuery,
  assumedAfterHours,
  type Durations,
} from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';
import { ofSites } from '../sites/site-scope.ts';
import { zoneOfDatabase } from './zone-names.ts';

/** Lists longer than that are not read. */
const questionsShown = 25;

export interface AnalyticsRange extends AnalyticsQuery {
  /** These sites; left out, all of the installation. */
  siteIds?: readonly string[] | undefined;
}

/** What `readAnalytics` gives, but for the bot's first response: that is measured elsewhere. */
type ReadAnalytics = Omit<Analytics, 'bot'> & { bot: Pick<Analytics['bot'], 'resolution'> };

/** What became of a time's conversations and messages, as far as they are rolled up. */
export async function readAnalytics(database: Queryable, asked: AnalyticsRange): Promise<ReadAnalytics> {
  const { from, to, timeZone } = asked;
  const range = { ...asked, timeZone: zoneOfDatabase(timeZone) };
  // One after another: the pool is there for messages.
  const days = await readDays(database, range);
  const [whole] = await readWhole(database, range);
  if (!whole) throw new Error('an aggregate gives one row');
  const durations = (name: 'reply' | 'resolution' | 'botResolution'): Durations => {
    const [p50 = null, p95 = null] = whole[name] ?? [];
    return { count: whole[`${name}Count`], p50, p95 };
  };
  return {
    ...{ from, to, timeZone, days, total: sumDays(days) },
    feedback: { thumbsUp: whole.thumbsUp, thumbsDown: whole.thumbsDown, scores: whole.scores },
    people: { firstResponse: durations('reply'), resolution: durations('resolution') },
    bot: { resolution: durations('botResolution') },
    busiestHours: await readBusiestHours(database, range),
    topQuestions: await readTopQuestions(database, range),
  };
}

export const beginOf = (day: string, timeZone: string) =>
  Prisma.sql`(${day}::date::timestamp AT TIME ZONE ${timeZone})`;
const endOf = (day: string, timeZone: string) => Prisma.sql`((${day}::date + 1)::timestamp AT TIME ZONE ${timeZone})`;

/** Rows whose `column` lies in the range, whose time zone is one of the database's. */
export function within(
  { siteIds, from, to, timeZone }: AnalyticsRange,
  column: 'began_at' | 'quarter' | 'done_at',
): Prisma.Sql {
  const at = Prisma.raw(column);
  return Prisma.sql`${at} >= ${beginOf(from, timeZone)} AND ${at} < ${endOf(to, timeZone)} ${ofSites(siteIds)}`;
}

const isOver = 'NOT with_people';
const byBotAlone = `${isOver} AND handed_over_at IS NULL AND agent_messages = 0`;
const isAssumed = `${byBotAlone} AND solved IS NULL AND bot_messages > 0
  AND last_activity_at < now() - interval '${assumedAfterHours} hours'`;

/** Exactly one holds for each conversation. */
const outcomes = {
  handedOver: `${isOver} AND handed_over_at IS NOT NULL`,
  byPeople: `${isOver} AND handed_over_at IS NULL AND agent_messages > 0`,
  confirmed: `${byBotAlone} AND solved`,
  assumed: isAssumed,
  notSolved: `${byBotAlone} AND NOT solved`,
  open: `with_people OR (${byBotAlone} AND solved IS NULL AND NOT (${isAssumed}))`,
} as const;

function readDays(database: Queryable, range: AnalyticsRange): Promise<AnalyticsDay[]> {
  const { from, to, timeZone } = range;
  const names = Object.keys(outcomes);
  const counts = Object.entries(outcomes).map(([name, is]) => `count(*) FILTER (WHERE ${is})::int AS "${name}"`);
  const none = ['conversations', ...names].map((name) => `coalesce(began."${name}", 0) AS "${name}"`);
  return database.$queryRaw<AnalyticsDay[]>`
    SELECT to_char(day, 'YYYY-MM-DD') AS day, ${Prisma.raw(none.join(', '))},
           coalesce(messages.visitor, 0)::int AS "visitorMessages", coalesce(messages.bot, 0)::int AS "botMessages",
           coalesce(messages.agent, 0)::int AS "agentMessages"
      FROM (SELECT generate_series(${from}::date, ${to}::date, interval '1 day')::date AS day) days
      LEFT JOIN (
        SELECT (began_at AT TIME ZONE ${timeZone})::date AS day, count(*)::int AS conversations,
               ${Prisma.raw(counts.join(', '))}
          FROM conversation_fact WHERE ${within(range, 'began_at')} GROUP BY 1
      ) began USING (day)
      LEFT JOIN (
        SELECT (quarter AT TIME ZONE ${timeZone})::date AS day, sum(visitor) AS visitor, sum(bot) AS bot, sum(agent) AS agent
          FROM message_quarter WHERE ${within(range, 'quarter')} GROUP BY 1
      ) messages USING (day)
     ORDER BY day`;
}

function sumDays(days: readonly AnalyticsDay[]): Analytics['total'] {
  const sum = (name: keyof Analytics['total']) => days.reduce((all, day) => all + day[name], 0);
  return {
    ...{ conversations: sum('conversations'), handedOver: sum('handedOver'), byPeople: sum('byPeople') },
    ...{ confirmed: sum('confirmed'), assumed: sum('assumed'), notSolved: sum('notSolved'), open: sum('open') },
    visitorMessages: sum('visitorMessages'),
    ...{ botMessages: sum('botMessages'), agentMessages: sum('agentMessages') },
  };
}

interface WholeRow {
  thumbsUp: number;
  thumbsDown: number;
  scores: [number, number, number, number, number];
  reply: [number, number] | null;
  replyCount: number;
  resolution: [number, number] | null;
  resolutionCount: number;
  botResolution: [number, number] | null;
  botResolutionCount: number;
}

function readWhole(database: Queryable, range: AnalyticsRange): Promise<WholeRow[]> {
  const between = (begin: string, end: string) =>
    Prisma.raw(
      `percentile_cont(ARRAY[0.5, 0.95]::float8[]) WITHIN GROUP (ORDER BY date_part('epoch', ${end} - ${begin}) * 1000)`,
    );
  const solvedByBot = Prisma.raw(`FILTER (WHERE ${outcomes.confirmed})`);
  const scores = [1, 2, 3, 4, 5].map((score) => `count(*) FILTER (WHERE score = ${score})`);
  return database.$queryRaw<WholeRow[]>`
    SELECT coalesce(sum(thumbs_up), 0)::int AS "thumbsUp", coalesce(sum(thumbs_down), 0)::int AS "thumbsDown",
           ARRAY[${Prisma.raw(scores.join(', '))}]::int[] AS scores,
           ${between('handed_over_at', 'replied_at')}::float8[] AS reply, count(replied_at)::int AS "replyCount",
           ${between('handed_over_at', 'resolved_at')}::float8[] AS resolution,
           count(resolved_at)::int AS "resolutionCount",
           (${between('began_at', 'solved_at')} ${solvedByBot})::float8[] AS "botResolution",
           (count(*) ${solvedByBot})::int AS "botResolutionCount"
      FROM conversation_fact WHERE ${within(range, 'began_at')}`;
}

async function readBusiestHours(database: Queryable, range: AnalyticsRange): Promise<number[][]> {
  const rows = await database.$queryRaw<{ day: number; hour: number; count: number }[]>`
    SELECT extract(isodow FROM local)::int AS day, extract(hour FROM local)::int AS hour, sum(visitor)::int AS count
      FROM (SELECT quarter AT TIME ZONE ${range.timeZone} AS local, visitor
              FROM message_quarter WHERE ${within(range, 'quarter')}) quarters
     GROUP BY 1, 2`;
  const week = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  for (const { day, hour, count } of rows) {
    const hours = week[day - 1];
    if (hours) hours[hour] = count;
  }
  return week;
}

/** Those of one customer alone are nobody's business. */
function readTopQuestions(
  database: Queryable,
  { siteIds, from, to }: AnalyticsRange,
): Promise<Analytics['topQuestions']> {
  return database.$queryRaw<Analytics['topQuestions']>`
    SELECT question, sum(asked)::int AS asked, sum(answered)::int AS answered
      FROM question_count WHERE day >= ${from}::date AND day <= ${to}::date ${ofSites(siteIds)}
     GROUP BY question HAVING sum(asked) > 1
     ORDER BY asked DESC, question LIMIT ${questionsShown}`;
}
