import { type Database, findListedConversation } from '@frontdesk/database';
import type { Logger } from '@frontdesk/telemetry';
import type { Relay } from '../relay/relay.ts';
import { type AgentNamespace, siteRoom } from './agent-namespace-type.ts';

/** Events of one conversation that come this close together make one update of the list. */
const gatherMs = 50;
/** What could not be read is read again then. */
const retryMs = 1_000;

/** Keeps the agents' lists of conversations current. @returns its undo */
export function broadcastActivity(
  namespace: AgentNamespace,
  { database, relay, logger }: { database: Database; relay: Relay; logger: Logger },
): () => void {
  const due = new Map<string, NodeJS.Timeout>();
  let stopped = false;

  function tellIn(ms: number, conversationId: string): void {
    if (stopped || due.has(conversationId)) return;
    const timer = setTimeout(() => {
      due.delete(conversationId);
      tell(conversationId).catch((error: unknown) => {
        logger.error({ error }, 'the list could not be updated');
        tellIn(retryMs, conversationId);
      });
    }, ms);
    due.set(conversationId, timer);
  }

  async function tell(conversationId: string): Promise<void> {
    const summary = await findListedConversation(database, conversationId);
    // Local: every gateway hears of every event itself.
    if (summary) namespace.local.to(siteRoom(summary.siteId)).emit('conversation:updated', summary);
  }

  const stopListening = relay.onActivity(({ siteId, conversationId }) => {
    // Of sites that nobody here looks at, too, every gateway hears all.
    if (namespace.adapter.rooms.has(siteRoom(siteId))) tellIn(gatherMs, conversationId);
  });
  const stopFollowing = relay.onChange(({ kind, siteId, conversationId }) => {
    if (kind === 'deleted') namespace.local.to(siteRoom(siteId)).emit('conversation:deleted', { conversationId });
  });
  // Which conversations a page shows is not known here: it reads its list anew.
  const stopReading = relay.onMissed(() => namespace.local.emit('conversations:missed'));
  return () => {
    stopped = true;
    stopReading();
    stopListening();
    stopFollowing();
    for (const timer of due.values()) clearTimeout(timer);
  };
}
