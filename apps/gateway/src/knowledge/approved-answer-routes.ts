import { cacheableQuestion } from '@frontdesk/answers';
import {
  approveAnswer,
  type Database,
  deleteApprovedAnswer,
  editApprovedAnswer,
  listApprovedAnswers,
  type SavedAnswer,
} from '@frontdesk/database';
import {
  type ApprovedAnswerBody,
  type ApprovedAnswersPage,
  approvedAnswersQuery,
  CodedError,
  editedApprovedAnswer,
  newApprovedAnswer,
  type SavedApprovedAnswer,
} from '@frontdesk/protocol';
import type { ImportQueue } from '@frontdesk/queue';
import type { Logger } from '@frontdesk/telemetry';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod/mini';
import { needs, siteOf } from '../access/admin-requests.ts';
import { actorOf } from '../accounts/actor-of.ts';
import { checkMessageText } from '../messages/message-text.ts';
import { standsAlone } from '../messages/stands-alone.ts';
import { parseRequest } from '../parse-request.ts';
import { enqueueImport } from './enqueue-import.ts';

const path = '/v1/admin/sites/:siteId/approved-answers';
const params = z.object({ answerId: z.uuid() });

/** What people wrote as answers: said word for word to whoever asks that. */
export function serveApprovedAnswers(
  app: FastifyInstance,
  { database, imports, logger }: { database: Database; imports: ImportQueue; logger: Logger },
): void {
  const enqueue = async ({ answerId, job }: SavedAnswer, question: string): Promise<SavedApprovedAnswer> => {
    if (job) await enqueueImport({ imports, logger }, job, 'content');
    return { answerId, standsAlone: standsAlone(question) };
  };

  app.get(
    path,
    needs('knowledge.read'),
    (request): Promise<ApprovedAnswersPage> =>
      listApprovedAnswers(database, {
        siteId: siteOf(request).siteId,
        ...parseRequest(approvedAnswersQuery, request.query),
      }),
  );

  app.post(path, needs('knowledge.edit'), async (request, reply) => {
    const { siteId } = siteOf(request);
    const { replace, undo, ...body } = parseRequest(newApprovedAnswer, request.body);
    const written = checked(body);
    const saved = await approveAnswer(database, actorOf(request), { siteId, replace, undo, ...written });
    reply.code(201);
    return enqueue(saved, written.question);
  });

  app.put(`${path}/:answerId`, needs('knowledge.edit'), async (request) => {
    const { siteId } = siteOf(request);
    const { answerId } = parseRequest(params, request.params);
    const { before: loaded, ...body } = parseRequest(editedApprovedAnswer, request.body);
    const written = checked(body);
    const saved = await editApprovedAnswer(database, actorOf(request), { siteId, answerId, loaded, ...written });
    return enqueue(saved, written.question);
  });

  app.delete(`${path}/:answerId`, needs('knowledge.edit'), async (request, reply) => {
    const { siteId } = siteOf(request);
    await deleteApprovedAnswer(database, actorOf(request), { siteId, ...parseRequest(params, request.params) });
    return reply.code(204).send();
  });
}

/** Texts as messages are stored, and what the question is found by. */
function checked({ question: asked, answer }: ApprovedAnswerBody) {
  const question = checkMessageText(asked).replace(/\s+/g, ' ');
  const normalForm = cacheableQuestion(question);
  if (normalForm === null) throw new CodedError('bad_request', { message: 'Write the question as customers ask it.' });
  return { question, normalForm, answer: checkMessageText(answer) };
}
