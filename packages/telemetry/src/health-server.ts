import { createServer, type ServerResponse } from 'node:http';
import type { Metrics } from './metrics.ts';

export interface HealthServerOptions {
  host: string;
  port: number;
  /** Whether this process does what it is there for. */
  isReady(): boolean;
  metrics: Pick<Metrics, 'contentType' | 'expose'>;
  onError(error: unknown): void;
}

/** Serves /healthz (the process lives), /readyz (it works) and /metrics, of a process without another HTTP server. */
export async function openHealthServer({
  host,
  port,
  isReady,
  metrics,
  onError,
}: HealthServerOptions): Promise<{ port: number; close(): Promise<void> }> {
  const routes: Record<string, (response: ServerResponse) => void | Promise<void>> = {
    '/healthz': (response) => void response.end('ok\n'),
    '/readyz': (response) => void response.writeHead(isReady() ? 200 : 503).end(isReady() ? 'ready\n' : 'not ready\n'),
    '/metrics': async (response) => {
      const body = await metrics.expose();
      response.setHeader('content-type', metrics.contentType).end(body);
    },
  };
  const server = createServer(async (request, response) => {
    const route = request.method === 'GET' ? routes[request.url ?? ''] : undefined;
    try {
      if (route) await route(response);
      else response.writeHead(404).end();
    } catch (error) {
      onError(error);
      response.writeHead(500).end();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address');
  return {
    port: address.port,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
