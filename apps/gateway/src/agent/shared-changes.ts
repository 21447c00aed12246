import {
  assignConversation,
  type Database,
  findAssignee,
  reopenConversation,
  resolveConversation,
  type StoredChange,
  snoozeConversation,
  tagConversation,
  takeOver,
} from '@frontdesk/database';
import { type ChangedConversations, CodedError, type SharedChange, type WireError } from '@frontdesk/protocol';

/** An agent's change of one conversation. */
type AgentChange = Parameters<typeof resolveConversation>[1];
type Step = (store: Database, mine: AgentChange) => Promise<StoredChange>;

/**
 * What makes a change in one conversation of a site: the very same as where it is asked for alone.
 * @throws CodedError `agent_unknown`
 */
export async function stepOf(database: Database, siteId: string, change: SharedChange): Promise<Step> {
  switch (change.kind) {
    case 'resolve':
      return resolveConversation;
    case 'reopen':
      return (store, mine) => reopenConversation(store, { ...mine, to: change.to });
    case 'snooze':
      return (store, mine) => snoozeConversation(store, { ...mine, until: new Date(change.until) });
    case 'tag':
      return (store, mine) => tagConversation(store, { ...mine, tags: change.tags, before: change.before });
    case 'take-over':
      return takeOver;
    case 'assign': {
      const assignee = await assigneeOf(database, siteId, change.assigneeId);
      return (store, mine) => assignConversation(store, { ...mine, assignee });
    }
  }
}

/** @throws CodedError `agent_unknown` where they may be given nothing of that site */
export async function assigneeOf(database: Database, siteId: string, assigneeId: string | null) {
  const assignee = assigneeId === null ? null : await findAssignee(database, siteId, assigneeId);
  if (assigneeId !== null && !assignee) throw new CodedError('agent_unknown');
  return assignee;
}

/** What is not begun by then is not done: whoever asked waits no longer. */
const longestMs = 25_000;

/**
 * Makes a change in each conversation by itself, one after another: the pool is there for messages.
 * @param options.refused what is told of an error
 */
export async function changeEach(
  conversationIds: readonly string[],
  options: { make: (conversationId: string) => Promise<unknown>; refused: (error: unknown) => WireError },
): Promise<ChangedConversations> {
  const endMs = performance.now() + longestMs;
  const failed: ChangedConversations['failed'] = [];
  for (const conversationId of new Set(conversationIds)) {
    try {
      if (performance.now() > endMs)
        throw new CodedError('unavailable', { message: 'This takes too long. Please try again.' });
      await options.make(conversationId);
    } catch (error) {
      failed.push({ conversationId, error: options.refused(error) });
    }
  }
  return { failed };
}
