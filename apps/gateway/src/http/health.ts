import { type Database, readServiceNow } from '@frontdesk/database';
import type { FastifyInstance } from 'fastify';
import type { GatewayMetrics } from '../metrics.ts';

export interface HealthOptions {
  database: Database;
  metrics: GatewayMetrics;
  /** Whether notices arrive, and whether the gateway is stopping. */
  state: () => { listening: boolean; stopping: boolean };
}

/**
 * `/healthz`: the process runs. `/readyz`: it can take messages: the store answers and notices arrive. Workers are only
 * counted: without one, messages are still stored and are answered when one comes. `/metrics`: Prometheus' text.
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

  app.get('/metrics', async (_request, reply) => {
    const service = await readService();
    // The rest is this process's own, and is wanted most while the store is away.
    metrics.queueDepth.set(service?.queueDepth ?? Number.NaN);
    metrics.running.set(service?.running ?? Number.NaN);
    metrics.workersReady.set(service?.workersReady ?? Number.NaN);
    return reply.header('content-type', metrics.contentType).send(await metrics.expose());
  });
}
