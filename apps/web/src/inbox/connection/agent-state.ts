import { type ChatState, chatReducer, initialChatState } from '@frontdesk/chat';
import type {
  AnswerReceipt,
  Attention,
  ConversationContext,
  ConversationEvent,
  ConversationSeen,
  ConversationSummary,
  GenerationText,
  GenerationTimings,
  InboxOverview,
  ServiceMetrics,
  WatchedConversation,
  WireError,
} from '@frontdesk/protocol';
import type { Link } from '../../admin/link.ts';
import { compareConversations, isListed, type Listing, wholeInbox } from '../views/conversation-view.ts';
import { type PendingChange, stillPending } from './pending-change.ts';
import { type Attending, attend, attendStill } from './thread-attention.ts';

export interface Thread {
  conversationId: string;
  /** Null until the gateway has answered. */
  summary: ConversationSummary | null;
  /** True once the whole log up to now is here. */
  loaded: boolean;
  /** Why it cannot be shown. */
  error: WireError | null;
  /** The conversation as its customer sees it. */
  chat: ChatState;
  /** Of each answer that has ended, by generation id. */
  timings: Readonly<Record<string, GenerationTimings>>;
  /** How each answer that has ended was decided on, and why it is not whole, by generation id. */
  receipts: Readonly<Record<string, AnswerReceipt>>;
  /** Whose it is, and what else there is of them; null until it is here. */
  context: ConversationContext | null;
  /** Why the context could not be read; it is asked for again. */
  contextProblem: WireError | null;
  /** Who looks or types there now, but for oneself. */
  attending: readonly Attending[];
  /** What whoever looks has done, and the gateway has not told of yet, in that order. */
  pending: readonly PendingChange[];
}

export interface AgentState {
  link: Link;
  /** Why the gateway refuses, when `link` is `refused`. */
  problem: WireError | null;
  /** Null until the first page is here. In the listing's order, each conversation once. */
  conversations: readonly ConversationSummary[] | null;
  /** True when older conversations can be loaded. */
  more: boolean;
  loadingMore: boolean;
  /** Why the list, or what follows in it, could not be read; the list itself is asked for again. */
  listProblem: WireError | null;
  metrics: ServiceMetrics | null;
  thread: Thread | null;
  /** Which conversations are listed. */
  listing: Listing;
  /** Null until it is here. */
  overview: InboxOverview | null;
}

export const initialAgentState: AgentState = {
  link: 'connecting',
  problem: null,
  conversations: null,
  more: false,
  loadingMore: false,
  listProblem: null,
  metrics: null,
  thread: null,
  listing: wholeInbox,
  overview: null,
};

/** What of the list is told live. */
export type ListNews =
  | { type: 'list:updated'; summary: ConversationSummary }
  | { type: 'list:seen'; seen: ConversationSeen }
  /** Its customer, an agent or the end of its time has deleted it: nothing of it is shown any more. */
  | { type: 'list:deleted'; conversationId: string };

/** A part of the list, and what was told while it was read: it may be newer than what was read. */
interface ListPart {
  conversations: readonly ConversationSummary[];
  more: boolean;
  meanwhile?: readonly ListNews[];
}

export type AgentAction =
  | { type: 'link'; link: Link; problem?: WireError }
  /** The newest part of the list, read anew: it replaces what was there, since updates may have been missed. */
  | ({ type: 'list:fresh' } & ListPart)
  | { type: 'list:loading-more'; loading: boolean }
  | ({ type: 'list:older' } & ListPart)
  | { type: 'list:problem'; error: WireError }
  | ListNews
  /** Other conversations are wanted: what was there is not among them. */
  | { type: 'listing'; listing: Listing }
  | { type: 'overview'; overview: InboxOverview }
  | { type: 'metrics'; metrics: ServiceMetrics }
  | { type: 'thread:open'; conversationId: string }
  | { type: 'thread:close' }
  /** Its log is not the one that was read so far. */
  | { type: 'thread:anew'; conversationId: string }
  | { type: 'thread:page'; page: WatchedConversation }
  | { type: 'thread:loaded'; conversationId: string }
  | { type: 'thread:refused'; conversationId: string; error: WireError }
  | { type: 'thread:context'; conversationId: string; context: ConversationContext }
  | { type: 'thread:context-problem'; conversationId: string; error: WireError }
  | { type: 'thread:change-begun'; conversationId: string; change: PendingChange }
  /** `seq`: of the event that has stored it; null: it was refused. */
  | { type: 'thread:change-answered'; conversationId: string; id: string; seq: number | null }
  | { type: 'thread:event'; event: ConversationEvent }
  | { type: 'thread:words'; words: GenerationText }
  | { type: 'thread:attention'; attention: Attention; nowMs: number }
  /** Time has passed: who was not told of again is not there any more. */
  | { type: 'thread:attention-over'; nowMs: number };

/** Who did is not told: the customer, somebody of the team, or the end of the time for which conversations are kept. */
const deleted: WireError = {
  code: 'conversation_unknown',
  message: 'This conversation has been deleted.',
};

/** Pure: the next state of the admin's page. What belongs to a thread that is not open any more changes nothing. */
export function agentReducer(state: AgentState, action: AgentAction): AgentState {
  switch (action.type) {
    case 'link':
      return { ...state, link: action.link, problem: action.problem ?? null };
    case 'list:fresh': {
      const { conversations, more, meanwhile = [] } = action;
      const fresh = { ...state, conversations: sorted(state, conversations), more, listProblem: null };
      return meanwhile.reduce<AgentState>(agentReducer, fresh);
    }
    case 'list:loading-more':
      return { ...state, loadingMore: action.loading };
    case 'list:older': {
      const known = new Set(state.conversations?.map((one) => one.conversationId));
      const { more, meanwhile = [] } = action;
      const older = action.conversations.filter((one) => !known.has(one.conversationId));
      const conversations = sorted(state, [...(state.conversations ?? []), ...older]);
      const longer = { ...state, conversations, more, loadingMore: false, listProblem: null };
      return meanwhile.reduce<AgentState>(agentReducer, longer);
    }
    case 'list:problem':
      return { ...state, listProblem: action.error, loadingMore: false };
    case 'list:updated':
      return applySummary(state, action.summary);
    case 'list:seen':
      return applySeen(state, action.seen);
    case 'list:deleted':
      return {
        ...state,
        conversations: state.conversations?.filter((one) => one.conversationId !== action.conversationId) ?? null,
        thread:
          state.thread?.conversationId === action.conversationId
            ? { ...emptyThread(action.conversationId, null), loaded: true, error: deleted }
            : state.thread,
      };
    case 'listing':
      return {
        ...state,
        listing: action.listing,
        conversations: null,
        more: false,
        loadingMore: false,
        listProblem: null,
      };
    case 'overview':
      return { ...state, overview: action.overview };
    case 'metrics':
      return { ...state, metrics: action.metrics };
    case 'thread:open':
      return state.thread?.conversationId === action.conversationId
        ? state
        : { ...state, thread: emptyThread(action.conversationId, state.conversations) };
    case 'thread:close':
      return { ...state, thread: null };
    case 'thread:anew': {
      const { conversationId } = action;
      return inThread(state, conversationId, (thread) => ({
        ...thread,
        // What is read now is true, though it knows less.
        summary: thread.summary && { ...thread.summary, lastSeq: 0 },
        chat: chatReducer(thread.chat, { type: 'show', conversationId }),
      }));
    }
    case 'thread:page': {
      const { page } = action;
      return inThread(state, page.conversationId, (thread) => ({
        ...thread,
        summary: newerOf(thread.summary, page.summary),
        error: null,
        chat: chatReducer(thread.chat, { type: 'page', page }),
        timings: { ...thread.timings, ...page.timings },
        receipts: { ...thread.receipts, ...page.receipts },
      }));
    }
    case 'thread:loaded':
      return inThread(state, action.conversationId, (thread) => ({ ...thread, loaded: true }));
    case 'thread:refused':
      return inThread(state, action.conversationId, (thread) => ({ ...thread, error: action.error }));
    case 'thread:context':
      return inThread(state, action.conversationId, (thread) => ({
        ...thread,
        context: action.context,
        contextProblem: null,
      }));
    case 'thread:context-problem':
      return inThread(state, action.conversationId, (thread) => ({ ...thread, contextProblem: action.error }));
    case 'thread:change-begun':
      return inThread(state, action.conversationId, (thread) => ({
        ...thread,
        pending: [...thread.pending, action.change],
      }));
    case 'thread:change-answered':
      return inThread(state, action.conversationId, (thread) => ({
        ...thread,
        pending: thread.pending.flatMap((one) =>
          one.id !== action.id ? one : action.seq === null ? [] : 'seq' in one ? { ...one, seq: action.seq } : one,
        ),
      }));
    case 'thread:event': {
      const { event } = action;
      const told = event.type === 'note:deleted' ? withoutMatch(state, event.noteId) : state;
      return inThread(told, event.conversationId, (thread) => ({
        ...thread,
        chat: chatReducer(thread.chat, { type: 'event', event }),
        // What they typed is here.
        attending: isByCustomer(event) ? thread.attending.filter(({ agent }) => agent !== null) : thread.attending,
      }));
    }
    case 'thread:attention': {
      const { attention, nowMs } = action;
      return inThread(state, attention.conversationId, (thread) => ({
        ...thread,
        attending: attend(thread.attending, attention, nowMs),
      }));
    }
    case 'thread:attention-over': {
      const { thread } = state;
      const attending = thread && attendStill(thread.attending, action.nowMs);
      return thread && attending && attending !== thread.attending
        ? { ...state, thread: { ...thread, attending } }
        : state;
    }
    case 'thread:words': {
      const { words } = action;
      return inThread(state, words.conversationId, (thread) => ({
        ...thread,
        chat: chatReducer(thread.chat, { type: 'words', words }),
      }));
    }
  }
}

function emptyThread(conversationId: string, list: readonly ConversationSummary[] | null): Thread {
  return {
    conversationId,
    summary: list?.find((one) => one.conversationId === conversationId) ?? null,
    loaded: false,
    error: null,
    // Known from the start, so that nothing of another conversation can get in.
    chat: { ...initialChatState, conversationId },
    timings: {},
    receipts: {},
    context: null,
    contextProblem: null,
    attending: [],
    pending: [],
  };
}

/** What was found in a note that is deleted is not shown in its row any more. */
function withoutMatch(state: AgentState, noteId: string): AgentState {
  if (!state.conversations?.some(({ match }) => match?.id === noteId)) return state;
  const conversations = state.conversations.map(({ match, ...row }) =>
    match && match.id !== noteId ? { ...row, match } : row,
  );
  return { ...state, conversations };
}

const isByCustomer = (event: ConversationEvent): boolean =>
  event.type === 'message:created' && event.message.role === 'visitor';

function inThread(state: AgentState, conversationId: string, change: (thread: Thread) => Thread): AgentState {
  if (state.thread?.conversationId !== conversationId) return state;
  const thread = change(state.thread);
  const pending = stillPending(thread.pending, thread);
  return { ...state, thread: pending === thread.pending ? thread : { ...thread, pending } };
}

function applySummary(state: AgentState, told: ConversationSummary): AgentState {
  const { conversationId } = told;
  const withThread = inThread(state, conversationId, (thread) => ({
    ...thread,
    summary: newerOf(thread.summary, told),
  }));
  // Before the first page there is no list to put it into; the page will hold it.
  if (state.conversations === null) return withThread;
  const row = state.conversations.find((one) => one.conversationId === conversationId);
  const newer = newerOf(row, told);
  // What is told live is nobody's search. A note in which something was found may be what has just been deleted: whoever does not
  // watch that conversation is not told which.
  const match = row?.match?.by === 'note' && newer === told ? undefined : row?.match;
  const summary = match ? { ...newer, match } : newer;
  const others = state.conversations.filter((one) => one !== row);
  const known = row !== undefined;
  const agentId = state.overview?.agentId ?? null;
  const last = others.at(-1);
  // Behind the last row that is here, the pages that are not come first: it will be in one of them.
  const beyond = state.more && last && compareConversations(state.listing.sort)(summary, last) > 0;
  const belongs = !beyond && isListed(summary, state.listing, { agentId, known });
  return { ...withThread, conversations: belongs ? sorted(state, [summary, ...others]) : others };
}

/** What was told later may have been read earlier: its log says. */
const newerOf = (known: ConversationSummary | null | undefined, told: ConversationSummary): ConversationSummary =>
  known && (told.lastSeq ?? Number.POSITIVE_INFINITY) < (known.lastSeq ?? 0) ? known : told;

function applySeen(state: AgentState, { conversationId, agentId, seq }: ConversationSeen): AgentState {
  const read = (summary: ConversationSummary): ConversationSummary => ({
    ...summary,
    readBy: { ...summary.readBy, [agentId]: Math.max(seq, summary.readBy?.[agentId] ?? 0) },
  });
  const withThread = inThread(state, conversationId, (thread) => ({
    ...thread,
    summary: thread.summary && read(thread.summary),
  }));
  const conversations = state.conversations?.map((one) => (one.conversationId === conversationId ? read(one) : one));
  return { ...withThread, conversations: conversations ?? null };
}

const sorted = ({ listing }: AgentState, conversations: readonly ConversationSummary[]): ConversationSummary[] =>
  conversations.toSorted(compareConversations(listing.sort));
