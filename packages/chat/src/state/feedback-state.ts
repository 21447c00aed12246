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
export type FeedbackWish = Wished & { id: string /** ISO time. */; at: string };

export type Wished =
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
  /** Said here, and not in the log yet; of whatever conversation. */
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
  | { type: 'settled'; id: string }
  | { type: 'available'; available: boolean | null; backAt?: string | null | undefined }
  | { type: 'asked'; asked: AskedSolved };

/** Pure: the feedback after something that happened in this browser. */
export function changeFeedback(state: FeedbackState, change: FeedbackChange): FeedbackState {
  switch (change.type) {
    case 'wish':
      return { ...state, wishes: [...state.wishes.filter((one) => !sameMatter(one, change.wish)), change.wish] };
    case 'settled':
      return { ...state, wishes: state.wishes.filter(({ id }) => id !== change.id) };
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
    case 'conversation:person-requested': {
      const { conversationId } = event;
      return fulfilled(state, { name: 'person:request', payload: { conversationId } });
    }
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

/** Pure: the feedback as its customer sees it in that conversation: the log, and over it what they have just said. */
export function shownFeedback(state: FeedbackState, conversationId: string | null): FeedbackState {
  return state.wishes.filter((wish) => isOf(wish, conversationId)).reduce(showWish, state);
}

/** Pure: whether a wish is of that conversation; an answer is no other's than its own. */
export const isOf = ({ payload }: Wished, conversationId: string | null): boolean =>
  'generationId' in payload || (payload.conversationId ?? null) === conversationId;

/** Pure: whether it is the wish for a person that begins a conversation. */
export const beginsConversation = ({ name, payload }: Wished): boolean =>
  name === 'person:request' && payload.conversationId === undefined;

/** Pure: whether a person was wished for in that conversation, and the gateway does not say so yet. */
export const wishesPerson = ({ wishes }: FeedbackState, conversationId: string | null): boolean =>
  wishes.some((wish) => wish.name === 'person:request' && isOf(wish, conversationId));

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

function fulfilled(state: FeedbackState, done: Wished): FeedbackState {
  const wishes = state.wishes.filter((one) => !(sameMatter(one, done) && sameWish(one, done)));
  return wishes.length === state.wishes.length ? state : { ...state, wishes };
}

function sameMatter(a: Wished, b: Wished): boolean {
  const place = ({ payload }: Wished) => ('generationId' in payload ? payload.generationId : payload.conversationId);
  return a.name === b.name && place(a) === place(b);
}

function sameWish(a: Wished, b: Wished): boolean {
  const [one, other] = [a.payload, b.payload] as Record<string, unknown>[];
  return Object.keys({ ...one, ...other }).every((key) => one?.[key] === other?.[key]);
}
