import { type Database, readAgentFigures, readAnalytics, readServiceHistory } from '@frontdesk/database';
import {
  type Action,
  type AgentAnalytics,
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

/** Something that is told of a range: as JSON at its path, and as files for spreadsheets. */
interface Told<Figures extends AnalyticsQuery> {
  path: string;
  /** For those of one site; of all sites together they are for whoever owns the installation. */
  action: Action;
  read(siteIds: Scope, range: AnalyticsQuery): Promise<Figures>;
  /** By the file's name. */
  files: Record<string, (figures: Figures) => Cells>;
}

type Cells = (string | number | null)[][];

/** What became of conversations, and what people did in them: of one site, or of the whole installation. */
export function serveAnalytics(app: FastifyInstance, { database }: { database: Database }): void {
  serve<Analytics>(app, {
    ...{ path: 'analytics', action: 'analytics.read', files: { days: daysCsv, questions: questionsCsv } },
    async read(siteIds, range) {
      const figures = await readAnalytics(database, { siteIds, ...range });
      return { ...figures, bot: { ...figures.bot, firstResponse: await readFirstWords(database, siteIds, range) } };
    },
  });
  serve<AgentAnalytics>(app, {
    ...{ path: 'analytics/agents', action: 'agents.read', files: { agents: agentsCsv } },
    read: async (siteIds, range) => ({ ...range, agents: await readAgentFigures(database, { siteIds, ...range }) }),
  });
}

function serve<Figures extends AnalyticsQuery>(
  app: FastifyInstance,
  { path, action, read, files }: Told<Figures>,
): void {
  const readChecked = (siteIds: Scope, query: unknown) =>
    read(siteIds, checkedRange(parseRequest(analyticsQuery, query)));
  app.get(`${site}/${path}`, needs(action), (request) => readChecked([siteOf(request).siteId], request.query));
  app.get(`/v1/admin/${path}`, needs('installation.read'), (request) => readChecked(undefined, request.query));
  for (const [name, write] of Object.entries(files)) {
    const send = async (reply: FastifyReply, siteIds: Scope, query: unknown) => {
      const figures = await readChecked(siteIds, query);
      const file = `${name}-${figures.from}-${figures.to}.csv`;
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${file}"`)
        .send(toCsv(write(figures)));
    };
    app.get(`${site}/analytics/${name}.csv`, needs(action), (request, reply) =>
      send(reply, [siteOf(request).siteId], request.query),
    );
    app.get(`/v1/admin/analytics/${name}.csv`, needs('installation.read'), (request, reply) =>
      send(reply, undefined, request.query),
    );
  }
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

function daysCsv({ days }: Analytics): Cells {
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

function questionsCsv({ topQuestions }: Analytics): Cells {
  return [
    ['Question', 'Asked', 'Answered by the bot'],
    ...topQuestions.map(({ question, asked, answered }) => [question, asked, answered]),
  ];
}

/** Durations in whole seconds. */
function agentsCsv({ agents }: AgentAnalytics): Cells {
  const seconds = (ms: number | null) => ms && Math.round(ms / 1_000);
  return [
    [
      ...[
        'Person',
        'Conversations',
        'Replies',
        'Resolved',
        'First reply, half within (s)',
        'First reply, 90% within (s)',
      ],
      ...['First replies measured', 'Resolution, half within (s)', 'Resolutions measured', 'Ratings', 'Good ratings'],
    ],
    ...agents.map(({ name, conversations, replies, resolved, firstResponse, resolution, ratings }) => [
      ...[name ?? 'Former colleagues', conversations, replies, resolved],
      ...[seconds(firstResponse.p50), seconds(firstResponse.p90), firstResponse.count],
      ...[seconds(resolution.p50), resolution.count, ratings.count, ratings.good],
    ]),
  ];
}
