import { type Database, setWaitingLetters, wantsWaitingLetters } from '@frontdesk/database';
import { type LetterChoice, letterChoice } from '@frontdesk/protocol';
import type { FastifyInstance } from 'fastify';
import { needs, sessionOf } from '../access/admin-requests.ts';
import { parseRequest } from '../parse-request.ts';

const path = '/v1/admin/me/letters';

/** Whether whoever is signed in is mailed that customers wait, at whichever sites they answer. */
export function serveLetterChoice(app: FastifyInstance, { database }: { database: Database }): void {
  app.get(path, needs('session'), async (request): Promise<LetterChoice> => {
    return { wanted: await wantsWaitingLetters(database, sessionOf(request).userId) };
  });

  app.put(path, needs('session'), async (request, reply) => {
    const { wanted } = parseRequest(letterChoice, request.body);
    await setWaitingLetters(database, { userId: sessionOf(request).userId, wanted });
    return reply.code(204).send();
  });
}
