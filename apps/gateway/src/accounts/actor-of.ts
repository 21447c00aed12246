import type { Actor } from '@frontdesk/database';
import type { FastifyRequest } from 'fastify';
import { sessionOf } from '../access/admin-requests.ts';

/** Who changes something, for the log of changes. */
export function actorOf(request: FastifyRequest): Actor {
  const { userId, email } = sessionOf(request);
  return { userId, email };
}
