import { CodedError } from '@frontdesk/protocol';
import type { Logger } from '@frontdesk/telemetry';
import type { AccessChanges } from '../access/access-changes.ts';
import type { AccessControl } from '../access/site-access.ts';
import type { SiteRemovals } from '../access/site-removals.ts';
import type { AgentNamespace, AgentSocket } from './agent-namespace-type.ts';

/** A socket outlives its session by at most this long where the notice of its end was lost. */
const checkEveryMs = 30_000;

/**
 * Ends the sockets of whom nobody knows any more: of expired and revoked sessions, of those who are members no longer, of sites
 * that are removed; and tells a socket its new role. At once where a notice says so, or the session's time is over. @returns its undo
 */
export function watchSessions(
  namespace: AgentNamespace,
  options: { access: AccessControl; accessChanges: AccessChanges; siteRemovals: SiteRemovals; logger: Logger },
): () => void {
  const { access, accessChanges, siteRemovals, logger } = options;
  const timers = new Map<string, NodeJS.Timeout>();

  async function check(socket: AgentSocket): Promise<void> {
    try {
      const session = await access.session(socket.handshake.headers);
      socket.data.access = await access.at(session, socket.data.access.siteId);
      if (socket.connected) checkLater(socket);
    } catch (error) {
      if (error instanceof CodedError) {
        socket.disconnect(true);
        return;
      }
      logger.error({ error }, 'a session could not be checked');
      if (socket.connected) checkLater(socket);
    }
  }

  function checkLater(socket: AgentSocket): void {
    clearTimeout(timers.get(socket.id));
    const leftMs = socket.data.access.expiresAt.getTime() - Date.now() + 1;
    timers.set(
      socket.id,
      setTimeout(() => void check(socket), Math.max(1, Math.min(checkEveryMs, leftMs))),
    );
  }

  namespace.on('connection', (socket) => {
    // What has changed since the handshake was told to nobody: it was no socket yet.
    void check(socket);
    socket.on('disconnect', () => {
      clearTimeout(timers.get(socket.id));
      timers.delete(socket.id);
    });
  });
  const checkAll = (isMeant: (of: AgentSocket['data']['access']) => boolean) => {
    for (const socket of namespace.sockets.values()) if (isMeant(socket.data.access)) void check(socket);
  };
  const stopLookingAtSites = siteRemovals.onChange((siteId) =>
    checkAll((of) => siteId === null || of.siteId === siteId),
  );
  const stopListening = accessChanges.onChange((userId) => checkAll((of) => userId === null || of.userId === userId));
  return () => {
    stopListening();
    stopLookingAtSites();
    for (const timer of timers.values()) clearTimeout(timer);
  };
}
