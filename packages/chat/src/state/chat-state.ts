import type {
  AnswerSource,
  Attachment,
  ConversationEvent,
  ConversationState,
  HandOverReason,
  Message,
  QueuePlace,
  VisitorDetails,
  WireError,
} from '@frontdesk/protocol';
import type { AnswerText } from './answer-text.ts';
import { type FeedbackState, initialFeedback, type Remark } from './feedback-state.ts';

/** `refused`: the gateway said no and asking again would not help; everything else mends itself. */
export type Connection = 'connecting' | 'online' | 'reconnecting' | 'refused';

/** `about`: what could not be done, where that says more than why. */
export type Problem = WireError & { about?: 'rating' };

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
  /** Names of others that are still on their way to the gateway: it waits for them. */
  uploading?: readonly string[] | undefined;
  /** Where it was written; null where that was not known yet, or is still to begin. */
  conversationId: string | null;
  /** It was written for a conversation that is still to begin, and goes into no other one. */
  begins?: boolean | undefined;
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
      | 'note:deleted'
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
  problem: Problem | null;
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
