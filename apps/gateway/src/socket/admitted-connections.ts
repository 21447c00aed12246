import type { IncomingMessage } from 'node:http';
import type { Server } from 'socket.io';
import { connectionId } from './connection-id.ts';

/** Knows the connections that have joined a namespace, by the requests that come over them. */
export class AdmittedConnections {
  readonly #ids = new Set<string>();
  /** Those that connections began with: there an id is given only afterwards. */
  readonly #first = new WeakSet<IncomingMessage>();

  /** Before any namespace is made that somebody may join. */
  watch(io: Server): void {
    io.on('new_namespace', (namespace) => {
      namespace.on('connection', ({ conn }) => {
        const id = connectionId({ conn });
        if (this.#ids.has(id)) return;
        this.#ids.add(id);
        this.#first.add(conn.request);
        conn.once('close', () => this.#ids.delete(id));
      });
    });
  }

  has(request: IncomingMessage): boolean {
    if (this.#first.has(request)) return true;
    const id = new URL(request.url ?? '/', 'http://gateway').searchParams.get('sid');
    return id !== null && this.#ids.has(id);
  }
}
