import type {
  ConversationEvent,
  ConversationState,
  GenerationSnapshot,
  OpenedConversation,
  QueuePlace,
} from '@frontdesk/protocol';
import { applyWords, emptyAnswerText, type Words } from './answer-text.ts';
import type { Answer, ChatState, Outgoing, Turn } from './chat-state.ts';
import { beginsConversation, logFeedback, remarkOf } from './feedback-state.ts';

/** True when the event follows the newest applied one, or begins the conversation of a visitor who had none. */
export function isNext(state: ChatState, event: { conversationId: string; seq: number }): boolean {
  if (state.conversationId !== null && event.conversationId !== state.conversationId) return false;
  return event.seq === state.lastSeq + 1;
}

/** A page is the whole truth between `lastSeq` and its end: numbers missing inside were not meant for this client. */
export function applyPage(state: ChatState, page: OpenedConversation): ChatState {
  if (state.conversationId !== null && state.conversationId !== page.conversationId) return state;
  const placed = withPlaces(state, page.conversationId);
  const { wishes } = placed.feedback;
  let next: ChatState = { ...placed, conversationId: page.conversationId };
  for (const event of page.events) if (event.seq > next.lastSeq) next = applyEvent(next, event);
  if (page.events.length === 0 && page.lastSeq > next.lastSeq) next = { ...next, lastSeq: page.lastSeq };
  for (const snapshot of page.running) next = applySnapshot(next, snapshot);
  // What is in it may be older than what was said here since; the same said again changes nothing.
  return { ...next, feedback: { ...next.feedback, wishes } };
}

function applySnapshot(state: ChatState, { generationId, text }: GenerationSnapshot): ChatState {
  return text === '' ? state : applyAnswerWords(state, { generationId, position: 0, text });
}

export function applyEvent(before: ChatState, event: ConversationEvent): ChatState {
  const state = before.conversationId === null ? withPlaces(before, event.conversationId, true) : before;
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
    case 'note:deleted':
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

export function applyAnswerWords(state: ChatState, words: Words): ChatState {
  const answer = answerOf(state, words.generationId);
  if (answer.phase !== 'waiting' && answer.phase !== 'streaming') return state;
  const text = applyWords(answer, words);
  if (text === answer) return state;
  const next: Answer = { ...answer, ...text, phase: text.text.trim() === '' ? 'waiting' : 'streaming' };
  return { ...state, answers: { ...state.answers, [words.generationId]: next } };
}

export function applyPlace(state: ChatState, { generationId, place, expectedWaitMs }: QueuePlace): ChatState {
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

/**
 * Pure: what was written before its conversation was known is in this one from now on. What is to begin one is not, unless this
 * is the one that has `begun`.
 */
export function withPlaces(state: ChatState, conversationId: string, begun = false): ChatState {
  const outgoing = state.outgoing.map((one) =>
    one.conversationId === null && (begun || !one.begins) ? { ...one, conversationId, begins: false } : one,
  );
  if (!begun && state.conversationId !== null) return { ...state, outgoing };
  const wishes = state.feedback.wishes.map((wish) =>
    beginsConversation(wish) ? { ...wish, name: 'person:request' as const, payload: { conversationId } } : wish,
  );
  return { ...state, outgoing, feedback: { ...state.feedback, wishes } };
}

export function withoutOutgoing(outgoing: readonly Outgoing[], clientMessageId: string): readonly Outgoing[] {
  return outgoing.filter((one) => one.clientMessageId !== clientMessageId);
}
