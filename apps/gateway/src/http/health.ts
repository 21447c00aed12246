import { type Database, readServiceNow } from '@frontdesk/database';
import { isPublicAddress } from '@frontdesk/knowledge';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GatewayMetrics } from '../metrics.ts';

export interface HealthOptions {
  database: Database;
  metrics: GatewayMetrics;
  /** Whether notices arrive, and whether the gateway is stopping. */
  state: () => { listening: boolean; stopping: boolean };
}

/**
 * `/healthz`: the process runs. `/readyz`: it can take messages: the store answers and notices arrive. Workers are only
 * counted: without one, messages are still stored and are answered when one comes. `/metrics`: Prometheus' text, for whoever asks
 * from nearby.
 */
export function serveHealth(app: FastifyInstance, { database, metrics, state }: HealthOptions): void {
  /** Null while the store is away. */
  const readService = () => readServiceNow(database).catch(() => null);

  app.get('/healthz', async () => ({ ok: true }));

  app.get('/readyz', async (_request, reply) => {
    const { listening, stopping } = state();
    const service = await readService();
    const ready = service !== null && listening && !stopping;
    return reply.code(ready ? 200 : 503).send({
      ready,
      database: service !== null,
      notices: listening,
      stopping,
      workersReady: service?.workersReady ?? 0,
    });
  });

  app.get('/metrics', async (request, reply) => {
    if (!isFromNearby(request)) return reply.code(404).send();
    const service = await readService();
    // The rest is this process's own, and is wanted most while the store is away.
    metrics.queueDepth.set(service?.queueDepth ?? Number.NaN);
    metrics.running.set(service?.running ?? Number.NaN);
    metrics.workersReady.set(service?.workersReady ?? Number.NaN);
    return reply.header('content-type', metrics.contentType).send(await metrics.expose());
  });
}

/** Without a proxy, from this machine or a private network: a proxy passes on who is anybody's. */
function isFromNearby({ headers, socket }: FastifyRequest): boolean {
  const isForwarded = 'x-forwarded-for' in headers || 'forwarded' in headers;
  return !isForwarded && !isPublicAddress(socket.remoteAddress ?? '');
}
