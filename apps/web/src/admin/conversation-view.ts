import type { ConversationSummary, ConversationView } from '@frontdesk/protocol';

/** Pure: whether a conversation belongs into a view, as the gateway decides it too; a summary that came live has to be sorted in. */
export function isInView(
  { state, assignee = null }: Pick<ConversationSummary, 'state' | 'assignee'>,
  view: ConversationView,
  agentId: string | null,
): boolean {
  const aside = state === 'resolved' || state === 'snoozed';
  switch (view) {
    case 'mine':
      return !aside && assignee !== null && assignee.id === agentId;
    case 'unassigned':
      return assignee === null && (state === 'waiting_for_person' || state === 'with_person');
    case 'waiting':
      return state === 'waiting_for_person';
    case 'bot':
    case 'snoozed':
    case 'resolved':
      return state === view;
    case 'all':
      return true;
  }
}
