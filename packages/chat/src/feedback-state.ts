import type { ConversationEvent, Solver, Thumb } from '@frontdesk/protocol';

/** What a customer thinks of an answer. */
export interface AnswerFeedback {
  thumb: Thumb | null;
  comment: string | null;
}

export interface ConversationScore {
  score: number;
  comment: string | null;
}

/** What a customer says of the conversation itself; it has a place in the log, for agents. */
export type Remark =
  | { kind: 'solved'; solved: boolean; by: Solver }
  | ({ kind: 'rated' } & ConversationScore)
  | { kind: 'contact'; email: string };

/** Something that the customer wants the gateway to know. The newest of a kind and place counts. */
export type FeedbackWish =
  | { name: 'generation:rate'; payload: { generationId: string } & AnswerFeedback }
  | { name: 'conversation:solved'; payload: { conversationId: string; solved: boolean } }
  | { name: 'conversation:rate'; payload: { conversationId: string } & ConversationScore }
  | { name: 'contact:leave'; payload: { conversationId: string; email: string } }
  | { name: 'person:request'; payload: { conversationId?: string } };

/** The answer behind which this browser asked whether it is solved; `dismissed` when the customer did not want to say. */
export interface AskedSolved {
  generationId: string;
  dismissed: boolean;
}

export interface FeedbackState {
  /** By generation id, as the log says. */
  answers: Readonly<Record<string, AnswerFeedback>>;
  solved: boolean | null;
  rating: ConversationScore | null;
  /** Where the customer wants to be written to. */
  contact: string | null;
  /** Said here, and not in the log yet. */
  wishes: readonly FeedbackWish[];
  /** Whether a person is there to answer; null while that is not known. */
  available: boolean | null;
  /** Where nobody is, outside of their hours: when they are back. */
  backAt: string | null;
  asked: AskedSolved | null;
}

export const initialFeedback: FeedbackState = {
  answers: {},
  solved: null,
  rating: null,
  contact: null,
  wishes: [],
  available: null,
  backAt: null,
  asked: null,
};

export type FeedbackChange =
  | { type: 'wish'; wish: FeedbackWish }
  /** The gateway has it, or refused it: from here on the log counts. */
  | { type: 'settled'; wish: FeedbackWish }
  | { type: 'available'; available: boolean | null; backAt?: string | null | undefined }
  | { type: 'asked'; asked: AskedSolved };

/** Pure: the feedback after something that happened in this browser. */
export function changeFeedback(state: FeedbackState, change: FeedbackChange): FeedbackState {
  switch (change.type) {
    case 'wish':
      return { ...state, wishes: [...state.wishes.filter((one) => !sameMatter(one, change.wish)), change.wish] };
    case 'settled':
      return { ...state, wishes: state.wishes.filter((one) => one !== change.wish) };
    case 'available':
      return { ...state, available: change.available, backAt: change.backAt ?? null };
    case 'asked':
      return { ...state, asked: change.asked };
  }
}

/** Pure: the feedback after an event of the log. */
export function logFeedback(state: FeedbackState, event: ConversationEvent): FeedbackState {
  switch (event.type) {
    case 'generation:rated': {
      const { generationId, thumb, comment } = event;
      const answers = { ...state.answers, [generationId]: { thumb, comment } };
      return fulfilled({ ...state, answers }, { name: 'generation:rate', payload: { generationId, thumb, comment } });
    }
    case 'conversation:solved': {
      const { conversationId, solved } = event;
      return fulfilled({ ...state, solved }, { name: 'conversation:solved', payload: { conversationId, solved } });
    }
    case 'conversation:rated': {
      const { conversationId, score, comment } = event;
      const payload = { conversationId, score, comment };
      return fulfilled({ ...state, rating: { score, comment } }, { name: 'conversation:rate', payload });
    }
    case 'conversation:contact-left': {
      const { conversationId, email } = event;
      return fulfilled({ ...state, contact: email }, { name: 'contact:leave', payload: { conversationId, email } });
    }
    case 'conversation:person-requested':
      return { ...state, wishes: state.wishes.filter(({ name }) => name !== 'person:request') };
    default:
      return state;
  }
}

/** Pure: what an event says of the conversation itself; null where it says nothing. */
export function remarkOf(event: ConversationEvent): Remark | null {
  switch (event.type) {
    case 'conversation:solved':
      return { kind: 'solved', solved: event.solved, by: event.by };
    case 'conversation:rated':
      return { kind: 'rated', score: event.score, comment: event.comment };
    case 'conversation:contact-left':
      return { kind: 'contact', email: event.email };
    default:
      return null;
  }
}

/** Pure: the feedback as its customer sees it: the log, and over it what they have just said. */
export function shownFeedback(state: FeedbackState): FeedbackState {
  return state.wishes.reduce(showWish, state);
}

function showWish(shown: FeedbackState, { name, payload }: FeedbackWish): FeedbackState {
  switch (name) {
    case 'generation:rate': {
      const { generationId, thumb, comment } = payload;
      return { ...shown, answers: { ...shown.answers, [generationId]: { thumb, comment } } };
    }
    case 'conversation:solved':
      return { ...shown, solved: payload.solved };
    case 'conversation:rate':
      return { ...shown, rating: { score: payload.score, comment: payload.comment } };
    case 'contact:leave':
      return { ...shown, contact: payload.email };
    case 'person:request':
      return shown;
  }
}

function fulfilled(state: FeedbackState, done: FeedbackWish): FeedbackState {
  const wishes = state.wishes.filter((one) => !(sameMatter(one, done) && sameWish(one, done)));
  return wishes.length === state.wishes.length ? state : { ...state, wishes };
}

function sameMatter(a: FeedbackWish, b: FeedbackWish): boolean {
  if (a.name !== b.name) return false;
  return (
    a.name !== 'generation:rate' || b.name !== 'generation:rate' || a.payload.generationId === b.payload.generationId
  );
}

function sameWish(a: FeedbackWish, b: FeedbackWish): boolean {
  const [one, other] = [a.payload, b.payload] as Record<string, unknown>[];
  return Object.keys({ ...one, ...other }).every((key) => one?.[key] === other?.[key]);
}
