import { timeline } from '../../packages/chat/src/log/timeline.ts';
import { type ChatSession, createChatSession } from '../../packages/chat/src/session/chat-session.ts';
import type { ChatState } from '../../packages/chat/src/state/chat-state.ts';
import { type ChatStorage, createMemoryStorage } from '../../packages/chat/src/storage/chat-storage.ts';

/** A page of the site's shop with the chat's own client. Whoever opens it closes it. */
export function openChat(
  gatewayUrl: string,
  siteKey: string,
  storage: ChatStorage = createMemoryStorage(),
): ChatSession {
  const getTicket = async () => {
    const response = await fetch(`${gatewayUrl}/v1/tickets`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://shop.example' },
      body: JSON.stringify({ siteKey }),
    });
    return (await response.json()).ticket;
  };
  return createChatSession({ gatewayUrl, siteKey, getTicket, storage });
}

/** What a customer sees of a chat, a line for each message. */
export const shown = (state: ChatState): string[] =>
  timeline(state).map((item) => (item.kind === 'answer' ? `${item.answer.phase}: ${item.answer.text}` : item.kind));
