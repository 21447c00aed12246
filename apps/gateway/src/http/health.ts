import { type Database, readServiceNow } from '@frontdesk/database';
import { isPublicAddress } from '@frontdesk/knowledge';
import type { ServiceNow } from '@frontdesk/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GatewayMetrics } from '../metrics.ts';

/** So long a look at the store is everybody's: whoever can ask for `/readyz` must not keep the pool busy. */
const lookedMs = 1_000;

export interface HealthOptions {
  database: Database;
  metrics: GatewayMetrics;
  /** Whether notices arrive, and whether the gateway is stopping. */
  state: () => { listening: boolean; stopping: boolean };
}

/**
 * `/healthz`: the process runs. `/readyz`: it can take messages: the store answers. Whether notices arrive is only told, and workers
 * are only counted: without either, chats and the inbox are read, and messages stored that are answered when they come. `/metrics`:
 * Prometheus' text, for whoever asks from nearby. The last two are not for the world: a proxy passes neither on.
 */
export function serveHealth(app: FastifyInstance, { database, metrics, state }: HealthOptions): void {
  let look: Promise<ServiceNow | null> | undefined;
  /** Null while the store is away. */
  const readService = (): Promise<ServiceNow | null> => {
    look ??= readServiceNow(database)
      .catch(() => null)
      .finally(() => {
        const forget = () => {
          look = undefined;
        };
        setTimeout(forget, lookedMs).unref();
      });
    return look;
  };

  app.get('/healthz', async () => ({ ok: true }));

  app.get('/readyz', async (request, reply) => {
    if (isForwarded(request)) return reply.code(404).send();
    const { listening, stopping } = state();
    const service = await readService();
    const ready = service !== null && !stopping;
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
    metrics.noticesArrive.set(state().listening ? 1 : 0);
    metrics.queueDepth.set(service?.queueDepth ?? Number.NaN);
    metrics.running.set(service?.running ?? Number.NaN);
    metrics.workersReady.set(service?.workersReady ?? Number.NaN);
    return reply.header('content-type', metrics.contentType).send(await metrics.expose());
  });
}

/** Without a proxy, from this machine or a private network: a proxy passes on who is anybody's. */
function isFromNearby(request: FastifyRequest): boolean {
  return !isForwarded(request) && !isPublicAddress(request.socket.remoteAddress ?? '');
}

const isForwarded = ({ headers }: FastifyRequest) => 'x-forwarded-for' in headers || 'forwarded' in headers;
