import { Socket } from 'node:net';
import { timeOut } from './time-out.ts';

/** A host that is there says so at once, whatever it is busy with. */
const reachedMs = 10_000;
/** Until the first byte, for which a process is started: on a server that has a lot to do that takes its time. */
const greetedMs = 30_000;

/**
 * What `pg` takes as `stream`: a socket that gives up where nobody is, of which the system says so after two minutes, or where
 * whoever takes the connection never says a word. `pg`'s own limit is, in a pool, also one for waiting until a connection is free.
 */
export function impatientSocket(): Socket {
  const socket = new Socket();
  const timers = [
    setTimeout(() => {
      if (socket.connecting) socket.destroy(timeOut('connect', 'No answer from the host of the database'));
    }, reachedMs),
    setTimeout(() => {
      if (socket.bytesRead === 0) socket.destroy(timeOut('connect', 'The database takes connections and says nothing'));
    }, greetedMs),
  ];
  for (const timer of timers) timer.unref();
  return socket.once('close', () => timers.forEach(clearTimeout));
}
