import type { ChatSession } from '../session/chat-session.ts';
import { hasSameFields } from './same-fields.ts';

/**
 * Calls back after every change of what is in the log, but not for words that arrive in an answer: whoever looks for messages
 * and finished answers must not go through a long log for each word. Returns its undo.
 */
export function onLogChange(session: Pick<ChatSession, 'getState' | 'subscribe'>, listener: () => void): () => void {
  const look = () => {
    const { opened, conversationId, lastSeq, entries, outgoing, superseded } = session.getState();
    return { opened, conversationId, lastSeq, entries, outgoing, superseded };
  };
  let before = look();
  return session.subscribe(() => {
    const now = look();
    if (hasSameFields(before, now)) return;
    before = now;
    listener();
  });
}
