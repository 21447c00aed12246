import type { Database } from '@frontdesk/database';
import type { Logger } from '@frontdesk/telemetry';
import type { QueueLoad } from '../messages/queue-load.ts';
import type { AgentNamespace } from './agent-namespace-type.ts';
import { createServiceFigures } from './service-figures.ts';

const everyMs = 2_000;

/** Tells the service's figures to all agents, every two seconds while there are any, and at once to a new one. @returns its undo */
export function broadcastServiceMetrics(
  namespace: AgentNamespace,
  {
    database,
    queueLoad,
    logger,
  }: { database: Database; queueLoad: Pick<QueueLoad, 'answersPerSecond'>; logger: Logger },
): () => void {
  const report = (error: unknown) => logger.error({ error }, 'the service’s figures could not be read');
  const readFigures = createServiceFigures(database, queueLoad);
  let reading = false;

  async function tell(): Promise<void> {
    if (reading || namespace.sockets.size === 0) return;
    reading = true;
    try {
      namespace.local.emit('service:metrics', await readFigures());
    } finally {
      reading = false;
    }
  }

  namespace.on('connection', (socket) => {
    readFigures().then((figures) => socket.emit('service:metrics', figures), report);
  });
  const timer = setInterval(() => void tell().catch(report), everyMs);
  return () => clearInterval(timer);
}
