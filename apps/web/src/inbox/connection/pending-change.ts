import type { ChatState } from '@frontdesk/chat';
import type { AgentPerson, AgentToGateway, ConversationSummary } from '@frontdesk/protocol';
import type { ConversationChange } from './inbox-connection.ts';

/** What an agent has done and the gateway has not answered yet: it is shown as done, and taken back where it is refused. */
export type PendingChange = { id: string } & (
  | { kind: 'reply'; text: string; files: number }
  | { kind: 'note'; text: string }
  /** `seq`: of the event that has stored it; null until the gateway has answered. */
  | { kind: 'tags'; tags: readonly string[]; seq: number | null }
  | { kind: 'assignee'; assignee: AgentPerson | null; seq: number | null }
);

type RequestOf<Name extends ConversationChange> = Parameters<AgentToGateway[Name]>[0];

/** Pure: what is shown of a change before it is made; null for what changes more than can be told here. */
export function pendingOf(
  name: ConversationChange,
  request: object,
  { team, id }: { team: readonly AgentPerson[]; id: string },
): PendingChange | null {
  switch (name) {
    case 'conversation:reply': {
      const { clientMessageId, text, attachmentIds = [] } = request as RequestOf<typeof name>;
      return { kind: 'reply', id: clientMessageId, text, files: attachmentIds.length };
    }
    case 'conversation:note': {
      const { noteId, text } = request as RequestOf<typeof name>;
      return { kind: 'note', id: noteId, text };
    }
    case 'conversation:tag':
      return { kind: 'tags', id, tags: (request as RequestOf<typeof name>).tags, seq: null };
    case 'conversation:assign': {
      const { assigneeId } = request as RequestOf<typeof name>;
      const assignee = team.find((one) => one.id === assigneeId);
      if (assigneeId !== null && !assignee) return null;
      return { kind: 'assignee', id, assignee: assignee ?? null, seq: null };
    }
    default:
      return null;
  }
}

/** Pure: a conversation as it will be. */
export function withPending(summary: ConversationSummary, pending: readonly PendingChange[]): ConversationSummary {
  const tagged = pending.findLast((change) => change.kind === 'tags');
  const assigned = pending.findLast((change) => change.kind === 'assignee');
  return {
    ...summary,
    ...(tagged && { tags: [...tagged.tags] }),
    ...(assigned && { assignee: assigned.assignee }),
  };
}

/** Pure: what of it is still to come; the same list where that is all of it. */
export function stillPending(
  pending: readonly PendingChange[],
  { chat, summary }: { chat: Pick<ChatState, 'entries'>; summary: ConversationSummary | null },
): readonly PendingChange[] {
  const left = pending.filter((change) => {
    if (change.kind === 'tags' || change.kind === 'assignee')
      return change.seq === null || (summary?.lastSeq ?? Number.POSITIVE_INFINITY) < change.seq;
    return !isStored(chat, change.id);
  });
  return left.length === pending.length ? pending : left;
}

/** Pure: whether a reply or a note is in the log, by the id under which it was sent. */
export const isStored = ({ entries }: Pick<ChatState, 'entries'>, id: string): boolean =>
  entries.some((entry) =>
    entry.kind === 'message'
      ? entry.message.clientMessageId === id
      : entry.kind === 'agents' && entry.event.type === 'note:created' && entry.event.note.id === id,
  );
