import type { ChatStore } from '../state/chat-store.ts';
import { throwUnlessRefusal } from './gateway-request.ts';
import type { VisitorConnection } from './visitor-connection.ts';

/** Gives what tells the gateway that the newest of what is shown is in the visitor's view. It is told once. */
export function createReadMarks(store: ChatStore, connection: VisitorConnection): () => void {
  /** The newest news that were marked, by conversation. */
  const marked: Record<string, number> = {};
  return () => {
    const { conversationId, newsSeq, connection: status } = store.getState();
    if (conversationId === null || status !== 'online' || newsSeq === (marked[conversationId] ?? 0)) return;
    marked[conversationId] = newsSeq;
    connection.request('conversation:read', { conversationId, seq: newsSeq }).catch((error: unknown) => {
      throwUnlessRefusal(error);
      // Not heard, or not known to this gateway: then it is told again at the next look.
      marked[conversationId] = 0;
    });
  };
}
