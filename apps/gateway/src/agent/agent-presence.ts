import { type Database, renewPresence } from '@frontdesk/database';
import { may } from '@frontdesk/protocol';
import type { Logger } from '@frontdesk/telemetry';
import type { AgentNamespace } from './agent-namespace-type.ts';

const everyMs = 15_000;

/** Notes who has which site's inbox open, of those who may answer there. @returns its undo */
export function keepPresence(
  namespace: AgentNamespace,
  { database, logger }: { database: Database; logger: Logger },
): () => void {
  async function renew(): Promise<void> {
    const there = [...namespace.sockets.values()]
      .map(({ data }) => data.access)
      .filter(({ role }) => may(role, 'conversations.answer'));
    if (there.length > 0) await renewPresence(database, there);
  }
  const tryToRenew = () =>
    void renew().catch((error: unknown) => logger.error({ error }, 'who is there was not noted'));
  namespace.on('connection', tryToRenew);
  const timer = setInterval(tryToRenew, everyMs);
  return () => clearInterval(timer);
}
