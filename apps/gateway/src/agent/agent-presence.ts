import { assignWaiting, type Database, endPresence, renewPresence, type StoredChange } from '@frontdesk/database';
import { may } from '@frontdesk/protocol';
import { type Logger, repeat } from '@frontdesk/telemetry';
import type { AgentNamespace, AgentSocket } from './agent-namespace-type.ts';
import type { ChangeConversation } from './conversation-changes.ts';
import type { PeopleChanges } from './people-changes.ts';

const everyMs = 15_000;

/** Notes who is there for which site's customers. */
export interface AgentPresence {
  /** Something of a socket has changed: it is idle, or no more; its agent has gone away, or is back. */
  changed(socket: AgentSocket): Promise<void>;
  close(): Promise<void>;
}

/** There: whoever may answer at a site, has a page of the admin about it open, and has touched that lately. */
export function keepPresence(
  namespace: AgentNamespace,
  {
    database,
    peopleChanges,
    change,
    logger,
  }: { database: Database; peopleChanges: PeopleChanges; change: ChangeConversation; logger: Logger },
): AgentPresence {
  const there = () =>
    [...namespace.sockets.values()]
      .filter(({ data }) => !data.idle && may(data.access.role, 'conversations.answer'))
      .map(({ data }) => data.access);

  async function renew(): Promise<void> {
    const all = there();
    if (all.length === 0) return;
    await renewPresence(database, all);
    // Of several sites they may have come back to one; and a customer who ends a snooze asks for nobody.
    await assignWaiting(database, [...new Set(all.map(({ siteId }) => siteId))], tell);
  }

  async function changed({ data: { access } }: AgentSocket): Promise<void> {
    const { userId, siteId } = access;
    const isThere = there().some((one) => one.userId === userId && one.siteId === siteId);
    if (!isThere) await endPresence(database, { userId, siteId });
    const came = isThere && (await renewPresence(database, [access])).length > 0;
    peopleChanges.announce(siteId);
    if (isThere) await assignWaiting(database, [siteId], tell, { came });
  }

  const tell = (assigned: StoredChange) => change(async () => assigned);

  const report = (error: unknown) => logger.error({ error }, 'who is there was not noted');
  namespace.on('connection', (socket) => {
    // What is idle counts nowhere: its coming and going changes nothing.
    const note = () => void (socket.data.idle || changed(socket).catch(report));
    note();
    socket.on('disconnect', note);
  });
  return { changed, close: repeat(everyMs, renew, report) };
}
