import { type ConversationSort, type ConversationSummary, type ConversationView, isUnread } from '@frontdesk/protocol';

/** What comes first: as the protocol has it; or, of what is snoozed, what comes back soonest. */
export type ListingSort = ConversationSort | 'waking';

/** Which conversations are listed, and what comes first. */
export interface Listing {
  view: ConversationView;
  /** Blank: whatever they say. */
  search: string;
  sort: ListingSort;
  /** While what is snoozed is listed: of the other views, to come back to. */
  sortElsewhere?: ListingSort;
  /** Null: whatever their tags. */
  tag: string | null;
  /** Whose they are; null: nobody's; undefined: whosever. */
  assigneeId: string | null | undefined;
  unread: boolean;
}

export const wholeInbox: Listing = {
  ...{ view: 'all', search: '', sort: 'newest', tag: null, assigneeId: undefined, unread: false },
};

/** Pure: how many filters stand between a view and what is listed of it. */
export const countFilters = ({ tag, assigneeId, unread }: Listing): number =>
  [tag !== null, assigneeId !== undefined, unread].filter(Boolean).length;

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

/**
 * Pure: whether a conversation that has changed is listed.
 * @param known it is listed so far: what is read stays in a list of what is unread until another one is asked for, and only
 *   who asks the gateway knows whether what is searched for is in it
 */
export function isListed(
  summary: ConversationSummary,
  { view, search, tag, assigneeId, unread }: Listing,
  { agentId, known }: { agentId: string | null; known: boolean },
): boolean {
  if (!isInView(summary, view, agentId)) return false;
  if (tag !== null && !summary.tags?.includes(tag)) return false;
  if (assigneeId !== undefined && (summary.assignee?.id ?? null) !== assigneeId) return false;
  return known || (search.trim() === '' && (!unread || isUnread(summary, agentId)));
}

type Sorted = Pick<ConversationSummary, 'lastActivityAt' | 'waitingSince' | 'snoozedUntil' | 'conversationId'>;

/** Pure: what comes first, as the gateway sorts. ISO times of one form compare as text. */
export function compareConversations(sort: ListingSort): (a: Sorted, b: Sorted) => number {
  switch (sort) {
    case 'newest':
      return (a, b) => byKey(b.lastActivityAt, a.lastActivityAt) || byKey(b.conversationId, a.conversationId);
    case 'oldest':
      return (a, b) => byKey(a.lastActivityAt, b.lastActivityAt) || byKey(a.conversationId, b.conversationId);
    case 'waiting':
      return (a, b) => byKey(waits(a), waits(b)) || byKey(a.conversationId, b.conversationId);
    case 'waking':
      return (a, b) => byKey(wakes(a), wakes(b)) || byKey(a.conversationId, b.conversationId);
  }
}

/** Who does not wait comes behind all who do: later than any time. */
const waits = ({ waitingSince }: Sorted): string => waitingSince ?? '~';
/** What is not snoozed comes behind all that is. */
const wakes = ({ snoozedUntil }: Sorted): string => snoozedUntil ?? '~';
const byKey = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
