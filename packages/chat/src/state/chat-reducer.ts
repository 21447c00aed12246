import type {
  Attachment,
  ConversationEvent,
  OpenedConversation,
  QueuePlace,
  VisitorDetails,
  WireError,
} from '@frontdesk/protocol';
import type { Words } from './answer-text.ts';
import {
  applyAnswerWords,
  applyEvent,
  applyPage,
  applyPlace,
  isNext,
  withoutOutgoing,
  withPlaces,
} from './apply-event.ts';
import { type ChatState, type Connection, initialChatState, type Outgoing, type Problem } from './chat-state.ts';
import { changeFeedback, type FeedbackChange, initialFeedback } from './feedback-state.ts';

export type ChatAction =
  | { type: 'connection'; connection: Connection; problem?: Problem | null }
  | { type: 'opened' }
  | { type: 'page'; page: OpenedConversation }
  | { type: 'event'; event: ConversationEvent }
  /** An event of a kind that this client does not know: nothing to show, but its number is used. */
  | { type: 'event:unknown'; conversationId: string; seq: number }
  | { type: 'words'; words: Words }
  | { type: 'waiting'; place: QueuePlace }
  | { type: 'typing'; name: string | null }
  /** The visitor turns to another conversation; null: to one that is still to begin. */
  | { type: 'show'; conversationId: string | null }
  /** The conversation that was still to begin has this id. */
  | { type: 'begun'; conversationId: string }
  | { type: 'news-elsewhere'; news: boolean }
  | { type: 'outgoing:add'; outgoing: Outgoing }
  | { type: 'outgoing:change'; clientMessageId: string; status: Outgoing['status']; error: WireError | null }
  /** The gateway has its files. */
  | { type: 'outgoing:uploaded'; clientMessageId: string; attachments: readonly Attachment[] }
  | { type: 'outgoing:remove'; clientMessageId: string }
  | { type: 'visitor'; visitor: VisitorDetails }
  | { type: 'feedback'; change: FeedbackChange }
  /** The conversation does not exist any more, nor does what waits to be sent or said there. */
  | { type: 'gone'; conversationId: string }
  /** The visitor is another one now: only what is not sent yet stays. */
  | { type: 'reset' };

/**
 * Pure: the next state of the chat. Events apply in the order of their `seq` and only once: a repeated one changes
 * nothing, and one that comes too early is left out (the session then opens the conversation again from `lastSeq`).
 */
export function chatReducer(state: ChatState, action: ChatAction): ChatState {
  switch (action.type) {
    case 'connection':
      return { ...state, connection: action.connection, problem: action.problem ?? null };
    case 'opened':
      return state.opened ? state : { ...state, opened: true };
    case 'page':
      return applyPage(state, action.page);
    case 'event':
      return isNext(state, action.event) ? applyEvent(state, action.event) : state;
    case 'event:unknown':
      return isNext(state, action) ? { ...state, lastSeq: action.seq } : state;
    case 'words':
      return applyAnswerWords(state, action.words);
    case 'waiting':
      return applyPlace(state, action.place);
    case 'typing':
      return state.typing === action.name ? state : { ...state, typing: action.name };
    case 'show':
      return {
        ...emptied(state),
        ...{ conversationId: action.conversationId, blank: action.conversationId === null },
        opened: action.conversationId === null,
      };
    case 'begun': {
      const placed = withPlaces(state, action.conversationId, true);
      // The visitor may have turned to another one meanwhile.
      return state.conversationId === null
        ? { ...placed, conversationId: action.conversationId, blank: false }
        : placed;
    }
    case 'news-elsewhere':
      return state.newsElsewhere === action.news ? state : { ...state, newsElsewhere: action.news };
    case 'outgoing:add':
      return {
        ...state,
        outgoing: [...state.outgoing, action.outgoing],
        problem: state.connection === 'refused' ? state.problem : null,
      };
    case 'outgoing:change': {
      const { clientMessageId, status, error } = action;
      // Sent once more, it is a message of its own, or without its files: as it was, it would be refused again.
      const lost =
        error?.code === 'message_not_last'
          ? { supersedes: null }
          : error?.code === 'attachment_unknown'
            ? { attachments: undefined }
            : {};
      return {
        ...state,
        outgoing: state.outgoing.map((one) =>
          one.clientMessageId === clientMessageId ? { ...one, status, error, ...lost } : one,
        ),
      };
    }
    case 'outgoing:uploaded': {
      const attachments = action.attachments.length > 0 ? action.attachments : undefined;
      const uploaded = { attachments, uploading: undefined };
      return {
        ...state,
        outgoing: state.outgoing.map((one) =>
          one.clientMessageId === action.clientMessageId ? { ...one, ...uploaded } : one,
        ),
      };
    }
    case 'outgoing:remove':
      return { ...state, outgoing: withoutOutgoing(state.outgoing, action.clientMessageId) };
    case 'visitor':
      return { ...state, visitor: action.visitor };
    case 'feedback':
      return { ...state, feedback: changeFeedback(state.feedback, action.change) };
    case 'gone':
      return withoutWaiting(state, action.conversationId);
    case 'reset': {
      const empty = emptied(state);
      // Where they were written is the other one's.
      return {
        ...empty,
        ...{ visitor: null, feedback: initialFeedback },
        outgoing: empty.outgoing.map((one) => ({ ...one, conversationId: null, supersedes: null })),
      };
    }
  }
}

/** Without all that belongs to the conversation that was shown, but with what the gateway does not have yet. */
function emptied({ connection, problem, outgoing, feedback, newsElsewhere, visitor }: ChatState): ChatState {
  return {
    ...{ ...initialChatState, connection, problem, newsElsewhere, visitor },
    feedback: { ...initialFeedback, wishes: feedback.wishes },
    outgoing: outgoing.filter((one) => one.status !== 'accepted'),
  };
}

/** Without what the gateway does not have yet of a conversation. */
function withoutWaiting(state: ChatState, conversationId: string): ChatState {
  // Only of the conversation that is shown it is known which answers are its own.
  const answers = state.conversationId === conversationId ? state.answers : {};
  const wishes = state.feedback.wishes.filter(({ payload }) =>
    'generationId' in payload ? !(payload.generationId in answers) : payload.conversationId !== conversationId,
  );
  return {
    ...state,
    outgoing: state.outgoing.filter((one) => one.conversationId !== conversationId),
    feedback: { ...state.feedback, wishes },
  };
}
