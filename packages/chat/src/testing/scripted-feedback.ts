import type { ConversationEvent, PreChatForm, Result, VisitorDetails, VisitorToGateway } from '@frontdesk/protocol';
import type { Socket } from 'socket.io';
import type { Refusal } from './scripted-gateway.ts';

type WithoutPlace<Event> = Event extends unknown ? Omit<Event, 'conversationId' | 'seq' | 'at'> : never;

/** Stores what a visitor says of what they were told, as the gateway does. */
export function serveFeedback(
  socket: Pick<Socket<VisitorToGateway>, 'on'>,
  log: {
    refused: (name: string, payload: unknown) => Refusal | undefined;
    /** Without a conversation, to the newest. */
    append: (event: WithoutPlace<ConversationEvent>, conversationId?: string) => void;
    /** Begins a conversation; one that waits for a person, and in which nothing was written yet, is taken again. */
    begin: () => { conversationId: string; waits: boolean };
    /** Whether somebody of the team is there. */
    available: () => boolean;
    preChat: PreChatForm | undefined;
  },
): void {
  function answer<Data>(
    [name, payload, ack]: [string, unknown, (result: Result<Data>) => void],
    act: () => Data,
  ): void {
    const refusal = log.refused(name, payload);
    if (refusal && refusal !== 'swallow') {
      ack({ ok: false, error: refusal });
      return;
    }
    const data = act();
    if (refusal !== 'swallow') ack({ ok: true, data });
  }

  socket.on('generation:rate', (payload, ack) => {
    const { generationId, thumb, comment = null } = payload;
    answer(['generation:rate', payload, ack], () => {
      log.append({ type: 'generation:rated', generationId, thumb, comment });
      return null;
    });
  });
  socket.on('conversation:solved', (payload, ack) => {
    const { conversationId, solved } = payload;
    answer(['conversation:solved', payload, ack], () => {
      log.append({ type: 'conversation:solved', solved, by: 'bot' }, conversationId);
      return null;
    });
  });
  socket.on('conversation:rate', (payload, ack) => {
    const { conversationId, score, comment = null } = payload;
    answer(['conversation:rate', payload, ack], () => {
      log.append({ type: 'conversation:rated', score, comment }, conversationId);
      return null;
    });
  });
  socket.on('person:request', (payload, ack) => {
    answer(['person:request', payload, ack], () => {
      const { conversationId: wanted } = payload;
      const { conversationId, waits } = wanted === undefined ? log.begin() : { conversationId: wanted, waits: false };
      if (!waits) log.append({ type: 'conversation:person-requested' }, conversationId);
      return { conversationId, available: log.available() };
    });
  });
  socket.on('person:available', (payload, ack) => {
    answer(['person:available', payload, ack], () => ({ available: log.available() }));
  });
  socket.on('contact:leave', (payload, ack) => {
    const { conversationId, email } = payload;
    answer(['contact:leave', payload, ack], () => {
      log.append({ type: 'conversation:contact-left', email }, conversationId);
      return null;
    });
  });
  const { preChat } = log;
  const known: VisitorDetails = { identified: false, name: null, email: null, ...(preChat && { preChat }) };
  socket.on('visitor:read', (payload, ack) => answer(['visitor:read', payload, ack], () => ({ ...known })));
  socket.on('visitor:introduce', (payload, ack) => {
    const { name = known.name, email = known.email } = payload;
    answer(['visitor:introduce', payload, ack], () => Object.assign(known, { name, email }));
  });
}
