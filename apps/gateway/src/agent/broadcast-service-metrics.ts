import type { Database } from '@frontdesk/database';
import type { ServiceMetrics } from '@frontdesk/protocol';
import { type Logger, repeat } from '@frontdesk/telemetry';
import type { QueueLoad } from '../messages/queue-load.ts';
import { type AgentNamespace, siteRoom } from './agent-namespace-type.ts';
import { createServiceFigures } from './service-figures.ts';

const everyMs = 2_000;

/** Tells each site's figures to all agents who look at it, every two seconds, and at once to a new one. @returns its undo */
export function broadcastServiceMetrics(
  namespace: AgentNamespace,
  {
    database,
    queueLoad,
    logger,
  }: { database: Database; queueLoad: Pick<QueueLoad, 'answersPerSecond'>; logger: Logger },
): () => Promise<void> {
  const report = (error: unknown) => logger.error({ error }, 'the service’s figures could not be read');
  const readers = new Map<string, () => Promise<ServiceMetrics>>();

  function readFigures(siteId: string): Promise<ServiceMetrics> {
    const reader = readers.get(siteId) ?? createServiceFigures({ database, queueLoad, siteId });
    readers.set(siteId, reader);
    return reader();
  }

  async function tell(): Promise<void> {
    const sites = new Set([...namespace.sockets.values()].map(({ data }) => data.access.siteId));
    for (const siteId of readers.keys()) if (!sites.has(siteId)) readers.delete(siteId);
    for (const siteId of sites) {
      namespace.local.to(siteRoom(siteId)).emit('service:metrics', await readFigures(siteId));
    }
  }

  namespace.on('connection', (socket) => {
    readFigures(socket.data.access.siteId).then((figures) => socket.emit('service:metrics', figures), report);
  });
  return repeat(everyMs, tell, report);
}
