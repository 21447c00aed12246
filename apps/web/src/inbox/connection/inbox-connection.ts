import type {
  AgentPerson,
  AgentToGateway,
  ChangedConversations,
  ConversationSeen,
  ConversationSummary,
  InboxOverview,
  SharedChange,
  WireError,
} from '@frontdesk/protocol';
import type { InboxNews } from '../notifications/inbox-news.ts';
import type { Listing } from '../views/conversation-view.ts';
import type { AgentState } from './agent-state.ts';

/** What an agent does with a conversation. */
export type ConversationChange =
  | 'conversation:take-over'
  | 'conversation:hand-back'
  | 'conversation:reply'
  | 'conversation:note'
  | 'conversation:delete-note'
  | 'conversation:resolve'
  | 'conversation:reopen'
  | 'conversation:snooze'
  | 'conversation:assign'
  | 'conversation:tag'
  | 'conversation:block';

/** Which conversation, and at which site. */
export type Row = Pick<ConversationSummary, 'conversationId' | 'siteId'>;
/** A conversation in which a change of several was not made, and why. */
export type NotChanged = ChangedConversations['failed'][number] & {
  /** No answer came: it may have been made all the same. */
  isUnknown?: boolean;
};

/** What the inbox needs of a connection, be it to one site or to several. */
export interface InboxConnection {
  readonly subscribe: (listener: () => void) => () => void;
  /** Calls `listener` for what an agent wants to hear of. @returns its undo */
  readonly onNews: (listener: (news: InboxNews) => void) => () => void;
  readonly state: () => AgentState;
  /** Of the site whose conversation is open. */
  threadOverview(): InboxOverview | null;
  connect(): void;
  close(): void;
  /** Lists other conversations from now on. */
  list(listing: Listing): void;
  /** Says whether the agent is there for customers. @returns why that was not taken; null when it was */
  setAway(away: boolean): Promise<WireError | null>;
  /** Says whether anybody touches the page, where that is not what was said last. */
  tellIdle(): void;
  /** Asks for a change of a conversation. @returns why it was not made; null when it was */
  change<Name extends ConversationChange>(
    name: Name,
    request: Parameters<AgentToGateway[Name]>[0],
  ): Promise<WireError | null>;
  /** Asks for the same change of several conversations. @returns those in which it was not made */
  changeSeveral(rows: readonly Row[], change: SharedChange): Promise<readonly NotChanged[]>;
  /** Who may be given conversations of all of these sites. */
  teamOf(siteIds: readonly string[]): readonly AgentPerson[];
  /** The agent has had all of a conversation up to `seq` in view. */
  seen(seen: ConversationSeen): Promise<void>;
  /** The tags that there are; none where they can't be read. */
  tags(): Promise<readonly string[]>;
  /** Tells that the agent types in the open conversation; null: no more. Where it is not heard, others see it a little later. */
  typing(into: 'reply' | 'note' | null): void;
  /** Shows this conversation, of that site where there are several, and follows it; null closes the thread. */
  open(conversationId: string | null, siteId?: string | null): void;
  /** The next page. */
  loadMore(): Promise<void>;
}
