import type { FastifyInstance } from 'fastify';

/**
 * Ends the connection of a request whose body has not gone on for so long, once or twice `afterMs`. So a large file may take its
 * time on a slow line, and whoever sends nothing takes no place.
 */
export function cutIdleBodies(app: FastifyInstance, afterMs: number): void {
  app.addHook('onRequest', async ({ raw, headers }) => {
    if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return;
    const { socket } = raw;
    let seen = -1;
    const timer = setInterval(() => {
      // One that nobody reads, as of a GET, is there all the same.
      if (raw.complete) clearInterval(timer);
      else if (socket.bytesRead === seen) socket.destroy();
      seen = socket.bytesRead;
    }, afterMs);
    raw.once('close', () => clearInterval(timer));
  });
}
