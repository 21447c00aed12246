import { type Database, findConversationOwner, findConversationSites } from '@frontdesk/database';
import { agentRequestActions, type agentRequests, CodedError } from '@frontdesk/protocol';
import { refuseUnlessMay } from '../access/site-access.ts';
import type { AnswerOptions } from '../socket/answer-requests.ts';
import type { AgentSocket } from './agent-namespace-type.ts';

/**
 * What an agent's socket may ask: what the role at its site allows, about conversations of that site. Handlers need not look
 * again, and take the site from the socket. Of several that are named, some may be gone.
 */
export function authorizeAgent(
  socket: AgentSocket,
  { database }: { database: Database },
): NonNullable<AnswerOptions<typeof agentRequests>['authorize']> {
  return {
    event: (event) => refuseUnlessMay(socket.data.access.role, agentRequestActions[event]),

    async request(request) {
      const { conversationId, conversationIds } = request as NamedConversations;
      if (conversationId !== undefined) {
        const owner = await findConversationOwner(database, conversationId);
        if (!owner) throw new CodedError('conversation_unknown');
        if (owner.siteId !== socket.data.access.siteId) throw new CodedError('forbidden');
      }
      if (conversationIds !== undefined) {
        const sites = await findConversationSites(database, conversationIds);
        if (sites.some((siteId) => siteId !== socket.data.access.siteId)) throw new CodedError('forbidden');
      }
    },
  };
}

/** What requests have in common once they are parsed. */
interface NamedConversations {
  conversationId?: string;
  conversationIds?: string[];
}
