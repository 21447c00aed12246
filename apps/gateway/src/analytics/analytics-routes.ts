import { type Database, readAnalytics, readServiceHistory } from '@frontdesk/database';
import {
  type Analytics,
  type AnalyticsQuery,
  analyticsQuery,
  CodedError,
  mostAnalyticsDays,
} from '@frontdesk/protocol';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { needs, siteOf } from '../access/admin-requests.ts';
import { parseRequest } from '../parse-request.ts';
import { toCsv } from './csv.ts';

const site = '/v1/admin/sites/:siteId';
type Scope = readonly string[] | undefined;

/** What became of conversations: of one site, or of the whole installation; as figures, and as files for spreadsheets. */
export function serveAnalytics(app: FastifyInstance, { database }: { database: Database }): void {
  const files = { days: daysCsv, questions: questionsCsv } as const;
  app.get(`${site}/analytics`, needs('analytics.read'), (request) =>
    read(database, [siteOf(request).siteId], request.query),
  );
  app.get('/v1/admin/analytics', needs('installation.read'), (request) => read(database, undefined, request.query));
  for (const [name, write] of Object.entries(files)) {
    const send = async (reply: FastifyReply, siteIds: Scope, query: unknown) => {
      const analytics = await read(database, siteIds, query);
      const file = `${name}-${analytics.from}-${analytics.to}.csv`;
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${file}"`)
        .send(toCsv(write(analytics)));
    };
    app.get(`${site}/analytics/${name}.csv`, needs('analytics.read'), (request, reply) =>
      send(reply, [siteOf(request).siteId], request.query),
    );
    app.get(`/v1/admin/analytics/${name}.csv`, needs('installation.read'), (request, reply) =>
      send(reply, undefined, request.query),
    );
  }
}

async function read(database: Database, siteIds: Scope, query: unknown): Promise<Analytics> {
  const range = checkedRange(parseRequest(analyticsQuery, query));
  const figures = await readAnalytics(database, { siteIds, ...range });
  return { ...figures, bot: { ...figures.bot, firstResponse: await readFirstWords(database, siteIds, range) } };
}

const dayMs = 86_400_000;

/** @throws CodedError `bad_request` for a time zone that there is not, and for too many days or none */
function checkedRange(query: AnalyticsQuery): AnalyticsQuery {
  const days = (Date.parse(query.to) - Date.parse(query.from)) / dayMs + 1;
  if (!(days >= 1 && days <= mostAnalyticsDays)) {
    throw new CodedError('bad_request', { message: `Choose a range of 1 to ${mostAnalyticsDays} days.` });
  }
  try {
    new Intl.DateTimeFormat('en', { timeZone: query.timeZone });
  } catch {
    throw new CodedError('bad_request', { message: 'There is no such time zone.' });
  }
  return query;
}

/** How soon the bot began to answer, as customers saw it: from the service's own figures, which days of the UTC are good enough for. */
async function readFirstWords(database: Database, siteIds: Scope, { from, to }: AnalyticsQuery) {
  const end = Math.min(Date.parse(to) + dayMs, Math.ceil(Date.now() / 60_000) * 60_000);
  // Of a day that has not begun there is nothing.
  const begin = Math.min(Date.parse(from), end - 60_000);
  const { total } = await readServiceHistory(database, {
    ...{ siteIds, from: new Date(begin), to: new Date(end), stepMinutes: Math.ceil((end - begin) / 60_000) },
  });
  const { count, p50, p95 } = total.clientTtftMs;
  return { count, p50, p95 };
}

function daysCsv({ days }: Analytics): (string | number)[][] {
  return [
    [
      ...['Day', 'Conversations', 'Customer messages', 'Bot messages', 'Agent messages', 'Handed over'],
      ...[
        'Answered by people unasked',
        'Solved by the bot (confirmed)',
        'Solved by the bot (assumed)',
        'Not solved',
        'Open',
      ],
    ],
    ...days.map((one) => [
      ...[one.day, one.conversations, one.visitorMessages, one.botMessages, one.agentMessages, one.handedOver],
      ...[one.byPeople, one.confirmed, one.assumed, one.notSolved, one.open],
    ]),
  ];
}

function questionsCsv({ topQuestions }: Analytics): (string | number)[][] {
  return [
    ['Question', 'Asked', 'Answered by the bot'],
    ...topQuestions.map(({ question, asked, answered }) => [question, asked, answered]),
  ];
}
