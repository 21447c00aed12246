import type { ConversationEvent, Result, VisitorToGateway } from '@frontdesk/protocol';
import type { Socket } from 'socket.io';
import type { Log, Refusal } from './scripted-gateway.ts';

/** Lists a visitor's conversations, notes what is read of them, and deletes them, as the gateway does. */
export function serveConversations(
  socket: Pick<Socket<VisitorToGateway>, 'on'>,
  visitor: {
    refused: (name: string, payload: unknown) => Refusal | undefined;
    /** The one that began first first. */
    mine: () => Log[];
    remove: (conversationId: string) => void;
  },
): void {
  function answer<Data>(
    [name, payload, ack]: [string, unknown, (result: Result<Data>) => void],
    act: () => Data,
  ): void {
    const refusal = visitor.refused(name, payload);
    if (refusal === 'swallow') return;
    ack(refusal ? { ok: false, error: refusal } : { ok: true, data: act() });
  }

  socket.on('conversations:mine', (payload, ack) =>
    answer(['conversations:mine', payload, ack], () => ({
      conversations: visitor
        .mine()
        .toReversed()
        .map(({ conversationId, events, readSeq }) => ({
          conversationId,
          firstText: events.find((event) => event.type === 'message:created')?.message.text ?? '',
          lastActivityAt: events.at(-1)?.at ?? '',
          unread: events.filter((event) => event.seq > readSeq && isNews(event)).length,
        })),
      more: false,
    })),
  );
  socket.on('conversation:read', (payload, ack) =>
    answer(['conversation:read', payload, ack], () => {
      const log = visitor.mine().find(({ conversationId }) => conversationId === payload.conversationId);
      if (log) log.readSeq = Math.max(log.readSeq, payload.seq);
      return null;
    }),
  );
  socket.on('conversation:typing', (payload, ack) => answer(['conversation:typing', payload, ack], () => null));
  socket.on('conversation:delete', (payload, ack) =>
    answer(['conversation:delete', payload, ack], () => {
      visitor.remove(payload.conversationId);
      return null;
    }),
  );
}

const isNews = (event: ConversationEvent): boolean =>
  event.type === 'generation:done' || (event.type === 'message:created' && event.message.role === 'agent');
