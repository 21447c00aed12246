import type { VisitorConversations as Page } from '@frontdesk/protocol';
import type { ChatStore } from '../state/chat-store.ts';
import { GatewayError } from './gateway-request.ts';
import type { VisitorConnection } from './visitor-connection.ts';

/** What the visitor can do with their conversations, also with those that are not shown. */
export interface VisitorConversations {
  /** A page of them, newest first. @throws {GatewayError} */
  listConversations(before?: string): Promise<Page>;
  /**
   * How many messages of the newest conversations are unread; those of another one than is shown are news.
   * @throws GatewayError
   */
  countUnread(): Promise<number>;
  /** Deletes one of them for good. @throws {GatewayError} then it is still there */
  deleteConversation(conversationId: string): Promise<void>;
}

export function createVisitorConversations(
  { getState, dispatch }: ChatStore,
  connection: VisitorConnection,
  onGone: (conversationId: string) => void,
): VisitorConversations {
  return {
    async listConversations(before) {
      const page = await connection.request('conversations:mine', before === undefined ? {} : { before });
      dispatch({ type: 'news-elsewhere', news: false });
      return page;
    },
    async countUnread() {
      const { conversations } = await connection.request('conversations:mine', {});
      const here = getState().conversationId;
      const elsewhere = conversations.some(({ conversationId, unread }) => conversationId !== here && unread > 0);
      if (elsewhere) dispatch({ type: 'news-elsewhere', news: true });
      return conversations.reduce((sum, { unread }) => sum + unread, 0);
    },
    async deleteConversation(conversationId) {
      await connection.request('conversation:delete', { conversationId }).catch((error: unknown) => {
        // Another tab was quicker.
        if (!(error instanceof GatewayError) || error.wire.code !== 'conversation_unknown') throw error;
      });
      onGone(conversationId);
    },
  };
}
