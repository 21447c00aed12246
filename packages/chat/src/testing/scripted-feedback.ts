import type { ConversationEvent, PreChatForm, Result, VisitorDetails, VisitorToGateway } from '@frontdesk/protocol';
import type { Socket } from 'socket.io';
import type { Refusal } from './scripted-gateway.ts';

type WithoutPlace<Event> = Event extends unknown ? Omit<Event, 'conversationId' | 'seq' | 'at'> : never;

/** Stores what a visitor says of what they were told, as the gateway does. */
export function serveFeedback(
  socket: Pick<Socket<VisitorToGateway>, 'on'>,
  log: {
    refused: (name: string, payload: unknown) => Refusal | undefined;
    append: (event: WithoutPlace<ConversationEvent>) => void;
    conversationId: () => string;
    /** Whether somebody of the team is there. */
    available: () => boolean;
    preChat: PreChatForm | undefined;
  },
): void {
  function answer<Data>(
    [name, payload, ack]: [string, unknown, (result: Result<Data>) => void],
    data: Data,
    event?: WithoutPlace<ConversationEvent>,
  ): void {
    const refusal = log.refused(name, payload);
    if (refusal && refusal !== 'swallow') {
      ack({ ok: false, error: refusal });
      return;
    }
    if (event) log.append(event);
    if (refusal !== 'swallow') ack({ ok: true, data });
  }

  socket.on('generation:rate', (payload, ack) => {
    const { generationId, thumb, comment = null } = payload;
    answer(['generation:rate', payload, ack], null, { type: 'generation:rated', generationId, thumb, comment });
  });
  socket.on('conversation:solved', (payload, ack) => {
    const { solved } = payload;
    answer(['conversation:solved', payload, ack], null, { type: 'conversation:solved', solved, by: 'bot' });
  });
  socket.on('conversation:rate', (payload, ack) => {
    const { score, comment = null } = payload;
    answer(['conversation:rate', payload, ack], null, { type: 'conversation:rated', score, comment });
  });
  socket.on('person:request', (payload, ack) => {
    const data = { conversationId: log.conversationId(), available: log.available() };
    answer(['person:request', payload, ack], data, { type: 'conversation:person-requested' });
  });
  socket.on('person:available', (payload, ack) => {
    answer(['person:available', payload, ack], { available: log.available() });
  });
  socket.on('contact:leave', (payload, ack) => {
    answer(['contact:leave', payload, ack], null, { type: 'conversation:contact-left', email: payload.email });
  });
  const { preChat } = log;
  const known: VisitorDetails = { identified: false, name: null, email: null, ...(preChat && { preChat }) };
  socket.on('visitor:read', (payload, ack) => answer(['visitor:read', payload, ack], { ...known }));
  socket.on('visitor:introduce', (payload, ack) => {
    const { name = known.name, email = known.email } = payload;
    answer(['visitor:introduce', payload, ack], Object.assign(known, { name, email }));
  });
}
