import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server } from 'socket.io';
import { addressKeyOf } from '../access/client-address.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { AdmittedConnections } from './admitted-connections.ts';
import { closeUnread } from './close-unread.ts';
import { type Connection, connectionsByAddress } from './connections-by-address.ts';
import { limitedParser } from './limited-parser.ts';
import { meterPolling } from './metered-polling.ts';
import { meteredWebSockets } from './metered-websockets.ts';
import { type Refusal, standardUnfinished, UnfinishedBytes, type UnfinishedLimits } from './unfinished-bytes.ts';

/**
 * Largest packet that the transport itself takes; a larger one ends its connection. Far above `limits.requestBytes`, so
 * that an oversized message is answered with a code by the parser, which does not even parse it. Of that only so much is taken at
 * once, and from those alone who have joined a namespace (`UnfinishedBytes`).
 */
const transportBytes = 12 * 1024 * 1024;

interface SocketServerOptions {
  /** Takes no more connections once it is aborted. */
  stopping: AbortSignal;
  trustedProxies: number;
  /** Connections of customers that may be open from one address at once. */
  socketsPerAddress: number;
  /** Most bytes of messages that are not finished. */
  unfinished?: UnfinishedLimits;
  metrics: Pick<GatewayMetrics, 'refused'>;
}

/** Socket.IO beside the HTTP routes, at `/socket.io`. */
export function createSocketServer(
  server: HttpServer,
  { stopping, trustedProxies, socketsPerAddress, unfinished = standardUnfinished, metrics }: SocketServerOptions,
): Server {
  const admitted = new AdmittedConnections();
  const bytes = new UnfinishedBytes(unfinished);
  const unfinishedOf = (request: IncomingMessage) =>
    bytes.of(addressKeyOf(request, { trustedProxies }), () => admitted.has(request));
  const refused = (code: Refusal) => metrics.refused(code);
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
    wsEngine: meteredWebSockets(unfinishedOf, refused),
  });
  admitted.watch(io);
  meterPolling(io, unfinishedOf, refused);
  // Whoever says nothing, or is refused, is counted too: each takes up memory. Customers are counted again where they say who they are,
  // and are told; beside them there are agents.
  const count = connectionsByAddress(2 * socketsPerAddress);
  io.engine.on('connection', (connection: Connection) => {
    try {
      count(addressKeyOf(connection.request, { trustedProxies }), connection);
    } catch {
      connection.close(true);
    }
  });
  // Nobody needs it, and whoever is in it may stay.
  io.use((_socket, refuse) => refuse(new Error('There is no such namespace.')));
  closeUnread(io);
  return io;
}
