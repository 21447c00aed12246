import type {
  AnswerSource,
  Attachment,
  ConversationEvent,
  ConversationState,
  GenerationSnapshot,
  HandOverReason,
  Message,
  OpenedConversation,
  QueuePlace,
  VisitorDetails,
  WireError,
} from '@frontdesk/protocol';
import { type AnswerText, applyWords, emptyAnswerText, type Words } from './answer-text.ts';
import {
  changeFeedback,
  type FeedbackChange,
  type FeedbackState,
  initialFeedback,
  logFeedback,
  type Remark,
  remarkOf,
} from './feedback-state.ts';

/** `refused`: the gateway said no and asking again would not help; everything else mends itself. */
export type Connection = 'connecting' | 'online' | 'reconnecting' | 'refused';

/** An answer as far as this client knows it. `text` is what may be shown, from the answer's beginning. */
export interface Answer extends AnswerText {
  generationId: string;
  /** Null while only its words arrived and its event did not yet. */
  questionMessageId: string | null;
  phase: 'waiting' | 'streaming' | 'done' | 'stopped' | 'failed';
  /** While it waits for a worker; null where nothing is known of it. */
  queue: Pick<QueuePlace, 'place' | 'expectedWaitMs'> | null;
  /** ISO time of its end; null before. */
  at: string | null;
  /** Of a finished answer that quotes; empty before. */
  sources: readonly AnswerSource[];
  /** Set when `phase` is `failed` or `stopped`. */
  error: WireError | null;
}

/** A message of this visitor that is not in the log yet. */
export interface Outgoing {
  clientMessageId: string;
  text: string;
  /** Its files, which the gateway has already. */
  attachments?: readonly Attachment[] | undefined;
  /** Where it was written; null where that was not known yet, or is still to begin. */
  conversationId: string | null;
  /** The stored message in whose place it stands. */
  supersedes: string | null;
  /** ISO time at which the visitor sent it. */
  createdAt: string;
  /** `accepted`: stored by the gateway, its event is on the way. `failed` waits for the visitor to try again. */
  status: 'sending' | 'accepted' | 'failed';
  /** Why it failed, or why it is still waiting. */
  error: WireError | null;
}

/** One place in the log; an answer keeps its place from the moment it is queued. */
export type Entry =
  | { kind: 'message'; message: Message }
  | { kind: 'answer'; generationId: string }
  | { kind: 'hand-over'; seq: number; at: string; reason: WaitReason; left: string | null }
  | { kind: 'remark'; seq: number; at: string; remark: Remark }
  /** A person has come, has gone, or has said that it is done. `name` of whom; null where nobody did it. `state`: of one that was reopened, where that is known. */
  | { kind: 'turn'; seq: number; at: string; turn: Turn; name: string | null; state?: ConversationState | undefined }
  | { kind: 'agents'; event: AgentsEvent };

/** What agents alone are told of; no customer's client ever gets one. */
export type AgentsEvent = Extract<
  ConversationEvent,
  {
    type:
      | 'note:created'
      | 'conversation:assigned'
      | 'conversation:tagged'
      | 'conversation:snoozed'
      | 'reply:mailed'
      | 'visitor:blocked';
  }
>;

/** Why a person is wanted from here on: also since the one who had it, `left`, has left the customer waiting. */
export type WaitReason = HandOverReason | 'left';

export type Turn = 'taken-over' | 'handed-back' | 'resolved' | 'reopened';

export interface ChatState {
  connection: Connection;
  /** True once the history is here, so that a greeting is not shown before an old conversation. */
  opened: boolean;
  /** The visitor wants a conversation that is still to begin: the newest one is not opened. */
  blank: boolean;
  conversationId: string | null;
  /** The newest event that was applied; 0 before the first. */
  lastSeq: number;
  entries: readonly Entry[];
  answers: Readonly<Record<string, Answer>>;
  /** Messages that another one stands for now, by their ids: its id. */
  superseded: Readonly<Record<string, string>>;
  /** The newest event that told the visitor something: an answer, or a person's message. */
  newsSeq: number;
  /** Something happened in another conversation of the visitor's since this one was turned to. */
  newsElsewhere: boolean;
  outgoing: readonly Outgoing[];
  feedback: FeedbackState;
  /** The name of the person who types to the visitor; null while nobody does. */
  typing: string | null;
  /** Who the visitor is; null while that was not asked. */
  visitor: VisitorDetails | null;
  /** What no bubble can say: why the chat is refused, or what the gateway complained about. */
  problem: WireError | null;
}

/** The answer that is being made; undefined while there is none. */
export function runningAnswer({ entries, answers }: Pick<ChatState, 'entries' | 'answers'>): Answer | undefined {
  const last = entries.findLast((entry) => entry.kind === 'answer');
  const answer = last && answers[last.generationId];
  return answer?.phase === 'waiting' || answer?.phase === 'streaming' ? answer : undefined;
}

export const initialChatState: ChatState = {
  connection: 'connecting',
  opened: false,
  blank: false,
  conversationId: null,
  lastSeq: 0,
  entries: [],
  answers: {},
  superseded: {},
  newsSeq: 0,
  newsElsewhere: false,
  outgoing: [],
  feedback: initialFeedback,
  typing: null,
  visitor: null,
  problem: null,
};

export type ChatAction =
  | { type: 'connection'; connection: Connection; problem?: WireError | null }
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
  | { type: 'outgoing:remove'; clientMessageId: string }
  | { type: 'visitor'; visitor: VisitorDetails }
  | { type: 'feedback'; change: FeedbackChange }
  /** The conversation is gone, or the visitor is another one now: only what is not sent yet stays. */
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
    case 'begun':
      return state.conversationId === null
        ? {
            ...{ ...state, conversationId: action.conversationId, blank: false },
            outgoing: state.outgoing.map((one) => ({
              ...one,
              conversationId: one.conversationId ?? action.conversationId,
            })),
          }
        : state;
    case 'news-elsewhere':
      return state.newsElsewhere === action.news ? state : { ...state, newsElsewhere: action.news };
    case 'outgoing:add':
      return {
        ...state,
        outgoing: [...state.outgoing, action.outgoing],
        problem: state.connection === 'refused' ? state.problem : null,
      };
    case 'outgoing:change':
      return {
        ...state,
        outgoing: state.outgoing.map((one) =>
          one.clientMessageId === action.clientMessageId ? { ...one, status: action.status, error: action.error } : one,
        ),
      };
    case 'outgoing:remove':
      return { ...state, outgoing: withoutOutgoing(state.outgoing, action.clientMessageId) };
    case 'visitor':
      return { ...state, visitor: action.visitor };
    case 'feedback':
      return { ...state, feedback: changeFeedback(state.feedback, action.change) };
    case 'reset': {
      const empty = emptied(state);
      // Where they were written is gone.
      return {
        ...empty,
        visitor: null,
        outgoing: empty.outgoing.map((one) => ({ ...one, conversationId: null, supersedes: null })),
      };
    }
  }
}

/** Without all that belongs to the conversation that was shown. */
function emptied({ connection, problem, outgoing, newsElsewhere, visitor }: ChatState): ChatState {
  return {
    ...{ ...initialChatState, connection, problem, newsElsewhere, visitor },
    outgoing: outgoing.filter((one) => one.status !== 'accepted'),
  };
}

/** True when the event follows the newest applied one, or begins the conversation of a visitor who had none. */
export function isNext(state: ChatState, event: { conversationId: string; seq: number }): boolean {
  if (state.conversationId !== null && event.conversationId !== state.conversationId) return false;
  return event.seq === state.lastSeq + 1;
}

/** A page is the whole truth between `lastSeq` and its end: numbers missing inside were not meant for this client. */
function applyPage(state: ChatState, page: OpenedConversation): ChatState {
  if (state.conversationId !== null && state.conversationId !== page.conversationId) return state;
  let next: ChatState = { ...state, conversationId: page.conversationId };
  for (const event of page.events) if (event.seq > next.lastSeq) next = applyEvent(next, event);
  if (page.events.length === 0 && page.lastSeq > next.lastSeq) next = { ...next, lastSeq: page.lastSeq };
  for (const snapshot of page.running) next = applySnapshot(next, snapshot);
  return next;
}

function applySnapshot(state: ChatState, { generationId, text }: GenerationSnapshot): ChatState {
  return text === '' ? state : applyAnswerWords(state, { generationId, position: 0, text });
}

function applyEvent(state: ChatState, event: ConversationEvent): ChatState {
  const next = { ...state, conversationId: event.conversationId, blank: false, lastSeq: event.seq };
  next.feedback = logFeedback(state.feedback, event);
  switch (event.type) {
    case 'message:created': {
      const { clientMessageId } = event.message;
      if (clientMessageId !== null) next.outgoing = withoutOutgoing(state.outgoing, clientMessageId);
      next.entries = [...state.entries, { kind: 'message', message: event.message }];
      if (event.message.role === 'agent') {
        next.newsSeq = event.seq;
        next.typing = null;
      }
      return next;
    }
    case 'message:superseded':
      next.superseded = { ...state.superseded, [event.messageId]: event.byMessageId };
      return next;
    case 'generation:queued':
      return place(next, { ...answerOf(state, event.generationId), questionMessageId: event.questionMessageId });
    case 'generation:done':
      next.newsSeq = event.seq;
      return place(next, {
        ...answerOf(state, event.generationId),
        phase: 'done',
        at: event.at,
        text: event.message.text,
        ahead: [],
        sources: event.message.sources ?? [],
      });
    case 'generation:ended': {
      const answer = answerOf(state, event.generationId);
      return place(next, {
        ...answer,
        phase: event.state === 'cancelled' ? 'stopped' : 'failed',
        at: event.at,
        text: event.message?.text ?? answer.text,
        ahead: [],
        sources: event.message?.sources ?? [],
        error: event.error,
      });
    }
    case 'conversation:handed-over': {
      const { seq, at, reason } = event;
      next.entries = [...state.entries, { kind: 'hand-over', seq, at, reason, left: null }];
      return next;
    }
    case 'conversation:person-requested': {
      const { seq, at } = event;
      next.entries = [...state.entries, { kind: 'hand-over', seq, at, reason: 'person', left: null }];
      return next;
    }
    case 'conversation:released': {
      const { seq, at, from } = event;
      next.entries = [...state.entries, { kind: 'hand-over', seq, at, reason: 'left', left: from.name }];
      return next;
    }
    case 'conversation:contact-left':
    case 'conversation:solved':
    case 'conversation:rated': {
      const { seq, at } = event;
      const remark = remarkOf(event);
      if (remark !== null) next.entries = [...state.entries, { kind: 'remark', seq, at, remark }];
      return next;
    }
    case 'note:created':
    case 'conversation:assigned':
    case 'conversation:tagged':
    case 'conversation:snoozed':
    case 'reply:mailed':
    case 'visitor:blocked':
      next.entries = [...state.entries, { kind: 'agents', event }];
      return next;
    case 'conversation:taken-over':
      return turn(next, event, 'taken-over', event.by.name);
    case 'conversation:handed-back':
      return turn(next, event, 'handed-back', event.by.name);
    case 'conversation:resolved':
      return turn(next, event, 'resolved', event.by.name);
    case 'conversation:reopened':
      return turn(next, event, 'reopened', event.by?.name ?? null, event.state);
    default:
      // For agents, or from a newer gateway, in a page: nothing to show, but its number is used.
      return next;
  }
}

function turn(
  state: ChatState,
  { seq, at }: ConversationEvent,
  change: Turn,
  name: string | null,
  now?: ConversationState,
): ChatState {
  return { ...state, entries: [...state.entries, { kind: 'turn', seq, at, turn: change, name, state: now }] };
}

/** What was done last with the conversation; one that was reopened, where it is not told what for, is as it was before. */
function lastStep({ entries }: Pick<ChatState, 'entries'>) {
  return entries.findLast(
    (entry) =>
      entry.kind === 'hand-over' || (entry.kind === 'turn' && (entry.turn !== 'reopened' || entry.state !== undefined)),
  );
}

/** Pure: whether a person is wanted, or there. */
export function isWithTeam(state: Pick<ChatState, 'entries'>): boolean {
  const last = lastStep(state);
  if (last?.kind !== 'turn') return last !== undefined;
  return last.turn === 'taken-over' || last.state === 'with_person' || last.state === 'waiting_for_person';
}

/** Pure: the name of the person who answers; null while the bot does. */
export function personIn({ entries }: Pick<ChatState, 'entries'>): string | null {
  const last = lastStep({ entries });
  if (last?.kind !== 'turn') return null;
  const turns = entries.filter((entry) => entry.kind === 'turn');
  if (last.state === 'with_person') return turns.findLast(({ turn }) => turn === 'taken-over')?.name ?? last.name;
  return last.turn === 'taken-over' ? last.name : null;
}

function applyAnswerWords(state: ChatState, words: Words): ChatState {
  const answer = answerOf(state, words.generationId);
  if (answer.phase !== 'waiting' && answer.phase !== 'streaming') return state;
  const text = applyWords(answer, words);
  if (text === answer) return state;
  const next: Answer = { ...answer, ...text, phase: text.text.trim() === '' ? 'waiting' : 'streaming' };
  return { ...state, answers: { ...state.answers, [words.generationId]: next } };
}

function applyPlace(state: ChatState, { generationId, place, expectedWaitMs }: QueuePlace): ChatState {
  const answer = state.answers[generationId];
  if (answer?.phase !== 'waiting') return state;
  return { ...state, answers: { ...state.answers, [generationId]: { ...answer, queue: { place, expectedWaitMs } } } };
}

function answerOf(state: ChatState, generationId: string): Answer {
  return (
    state.answers[generationId] ?? {
      ...emptyAnswerText,
      generationId,
      questionMessageId: null,
      phase: 'waiting',
      queue: null,
      at: null,
      sources: [],
      error: null,
    }
  );
}

/** Stores the answer and gives it a place in the log if it has none. */
function place(state: ChatState, answer: Answer): ChatState {
  const { generationId } = answer;
  const placed = state.entries.some((entry) => entry.kind === 'answer' && entry.generationId === generationId);
  return {
    ...state,
    answers: { ...state.answers, [generationId]: answer },
    entries: placed ? state.entries : [...state.entries, { kind: 'answer', generationId }],
  };
}

function withoutOutgoing(outgoing: readonly Outgoing[], clientMessageId: string): readonly Outgoing[] {
  return outgoing.filter((one) => one.clientMessageId !== clientMessageId);
}
