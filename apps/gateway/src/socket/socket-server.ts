import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import { closeUnread } from './close-unread.ts';
import { limitedParser } from './limited-parser.ts';

/**
 * Largest packet that the transport itself takes; a larger one ends its connection. Far above `limits.requestBytes`, so
 * that an oversized message is answered with a code by the parser, which does not even parse it.
 */
const transportBytes = 12 * 1024 * 1024;

/** Socket.IO beside the HTTP routes, at `/socket.io`; takes no more connections once `stopping`. */
export function createSocketServer(server: HttpServer, stopping: AbortSignal): Server {
  const io = new Server(server, {
    serveClient: false,
    allowRequest: (_request, decide) => decide(null, !stopping.aborted),
    parser: limitedParser,
    maxHttpBufferSize: transportBytes,
    // A connection that never says which namespace it wants.
    connectTimeout: 10_000,
    pingInterval: 20_000,
    pingTimeout: 20_000,
    perMessageDeflate: false,
  });
  // Nobody needs it, and whoever is in it may stay.
  io.use((_socket, refuse) => refuse(new Error('There is no such namespace.')));
  closeUnread(io);
  return io;
}
