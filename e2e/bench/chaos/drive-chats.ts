import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatSession } from '@frontdesk/chat/session';
import type { VisitorTokenResponse } from '@frontdesk/protocol';
import { becomeVisitor } from '../../client/visitor.ts';
import { type DriveOptions, followPlan } from '../load/drive-customers.ts';
import type { Prepared } from '../load/load-site.ts';
import { askInChat, type ChatMessage, openChat } from './chat-customer.ts';

/** An answer expires a minute after its message, or two where it was begun; and then some. */
const patienceMs = 150_000;
/** Between two attempts to open the chat at a gateway that is not there. */
const retryMs = 500;

export interface DriveChatsOptions extends DriveOptions {
  gatewayUrl: string;
  siteKey: string;
}

/** Has customers do what they plan. @returns all messages, in the order of their ends */
export async function driveChats(
  customers: readonly Prepared<VisitorTokenResponse>[],
  options: DriveChatsOptions,
): Promise<ChatMessage[]> {
  // Each of them may be waiting for its next message.
  setMaxListeners(0, options.signal, options.ended);
  const messages: ChatMessage[] = [];
  await Promise.all(customers.map((customer) => driveOne(customer, options, (message) => messages.push(message))));
  return messages;
}

async function driveOne(
  { plan, visitor }: Prepared<VisitorTokenResponse>,
  options: DriveChatsOptions,
  onEnd: (message: ChatMessage) => void,
): Promise<void> {
  const { gatewayUrl, siteKey, startedAtMs, signal } = options;
  let chat: { session: ChatSession; visitorId: string } = open(visitor);
  let isUsed = false;

  function open(whose: VisitorTokenResponse) {
    return { session: openChat(gatewayUrl, siteKey, whose), visitorId: whose.visitorId };
  }

  try {
    await followPlan(plan, options, async (turn) => {
      // A chat has one conversation: the next one is somebody else's.
      if (turn.opens && isUsed) {
        chat.session.close();
        chat = open(await becomeVisitorAtLast(gatewayUrl, siteKey, signal));
      }
      isUsed = true;
      const { session, visitorId } = chat;
      const message = await askInChat(session, turn.ask, { visitorId, startedAtMs, patienceMs });
      onEnd({ ...message, opens: turn.opens });
    });
  } finally {
    chat.session.close();
  }
}

/** A page that can't open its chat tries again. */
async function becomeVisitorAtLast(
  gatewayUrl: string,
  siteKey: string,
  signal: AbortSignal,
): Promise<VisitorTokenResponse> {
  for (;;) {
    try {
      return await becomeVisitor(gatewayUrl, siteKey);
    } catch {
      await sleep(retryMs, undefined, { signal });
    }
  }
}
