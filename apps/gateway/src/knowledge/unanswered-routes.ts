import { Readable } from 'node:stream';
import {
  countRegressionCases,
  type Database,
  findSite,
  groupQuestions,
  listOpenQuestions,
  listRegressionCases,
  putAside,
  type QuestionGroup,
  readPassagePage,
  readPublishedPrompt,
  takeBack,
} from '@frontdesk/database';
import {
  CodedError,
  dismissBody,
  knowledgeLimits,
  type PassageView,
  type UnansweredGroup,
  type UnansweredPage,
} from '@frontdesk/protocol';
import type { FastifyInstance } from 'fastify';
import { needs, siteOf } from '../access/admin-requests.ts';
import { actorOf } from '../accounts/actor-of.ts';
import { parseRequest } from '../parse-request.ts';
import { regressionYaml } from './regression-yaml.ts';

const site = '/v1/admin/sites/:siteId';

/** What the bot could not answer, and the cases that came of it. */
export function serveUnanswered(app: FastifyInstance, { database }: { database: Database }): void {
  app.get(`${site}/unanswered`, needs('knowledge.read'), async (request): Promise<UnansweredPage> => {
    const { siteId } = siteOf(request);
    const open = await listOpenQuestions(database, siteId);
    return {
      groups: (await groupQuestions(open)).map(toView),
      hasMore: open.length === knowledgeLimits.unansweredWordings,
      regressionCases: await countRegressionCases(database, siteId),
    };
  });

  app.post(`${site}/unanswered/dismiss`, needs('knowledge.edit'), async (request, reply) => {
    const { siteId } = siteOf(request);
    await putAside(database, actorOf(request), { siteId, ...parseRequest(dismissBody, request.body) });
    return reply.code(204).send();
  });

  app.post(`${site}/unanswered/take-back`, needs('knowledge.edit'), async (request, reply) => {
    const { siteId } = siteOf(request);
    await takeBack(database, actorOf(request), { siteId, ...parseRequest(dismissBody, request.body) });
    return reply.code(204).send();
  });

  app.get(`${site}/regression-cases.yaml`, needs('knowledge.read'), async (request, reply) => {
    const { siteId } = siteOf(request);
    const cases = await listRegressionCases(database, siteId);
    if (cases.length === 0) throw new CodedError('not_found', { message: 'There are no regression cases yet.' });
    const site = await findSite(database, siteId);
    if (!site) throw new CodedError('site_unknown');
    const { name, languages, caution, answerMode: mode } = site;
    const prompt = (await readPublishedPrompt(database, siteId))?.systemPrompt ?? '';
    const yaml = regressionYaml({
      site: { name, languages, caution, mode, prompt },
      ...{ cases, passages: passagesOf(database, siteId) },
    });
    return reply
      .type('application/yaml; charset=utf-8')
      .header('content-disposition', 'attachment; filename="regression-cases.yaml"')
      .send(Readable.from(yaml));
  });
}

function toView({ questions, count, lastAskedAt }: QuestionGroup): UnansweredGroup {
  return {
    questions: questions.map(({ id, question, conversationId, askedAt, count: times }) => ({
      ...{ id, question, conversationId, count: times },
      askedAt: askedAt.toISOString(),
    })),
    count,
    lastAskedAt: lastAskedAt.toISOString(),
  };
}

const pageSize = 500;

/** A hundred thousand passages are read and sent page by page. */
async function* passagesOf(database: Database, siteId: string): AsyncGenerator<PassageView> {
  for (let after: string | undefined; ; ) {
    const page = await readPassagePage(database, { siteId, after, limit: pageSize });
    yield* page;
    after = page.at(-1)?.id;
    if (page.length < pageSize) return;
  }
}
