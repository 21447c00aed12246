import type { EventAudience } from '@frontdesk/protocol';
import type { Socket } from 'socket.io';
import type { Subscriber } from '../relay/subscriber.ts';

/** A socket as the relay sees it. */
export function socketSubscriber(socket: Socket, audience: EventAudience): Subscriber {
  return {
    audience,
    gone: () => !socket.connected,
    event: (event) => socket.emit('conversation:event', event),
    text: (words) => socket.emit('generation:text', words),
    waiting: (place) => socket.emit('generation:waiting', place),
  };
}
