import { type Database, findConversationOwner } from '@frontdesk/database';
import { agentRequestActions, type agentRequests, CodedError } from '@frontdesk/protocol';
import { refuseUnlessMay } from '../access/site-access.ts';
import type { AnswerOptions } from '../socket/answer-requests.ts';
import type { AgentSocket } from './agent-namespace-type.ts';

/**
 * What an agent's socket may ask: what the role at its site allows, about conversations of that site. Handlers need not look
 * again, and take the site from the socket.
 */
export function authorizeAgent(
  socket: AgentSocket,
  { database }: { database: Database },
): NonNullable<AnswerOptions<typeof agentRequests>['authorize']> {
  return {
    event: (event) => refuseUnlessMay(socket.data.access.role, agentRequestActions[event]),

    async request(request) {
      for (const conversationId of conversationsOf(request)) {
        const owner = await findConversationOwner(database, conversationId);
        if (!owner) throw new CodedError('conversation_unknown');
        if (owner.siteId !== socket.data.access.siteId) throw new CodedError('forbidden');
      }
    },
  };
}

function conversationsOf(request: unknown): string[] {
  if (typeof request !== 'object' || request === null) return [];
  if ('conversationId' in request && typeof request.conversationId === 'string') return [request.conversationId];
  return [];
}
