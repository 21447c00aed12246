import {
  type Attachment,
  botAnswers,
  type ConversationEvent,
  type ConversationState,
  type Message,
  nextState,
} from '@frontdesk/protocol';
import { timeOrderedId } from '../connection/time-ordered-id.ts';
import type { NewConversationEvent } from '../conversations/conversation-events.ts';
import type { Place } from './message-places.ts';
import type { NewMessage, QueueTurn, StoredMessage } from './messages.ts';

/** All that is to be stored of one message, as rows whose fields are named like the columns. */
export interface MessageRows {
  stored: StoredMessage;
  visitor: { id: string; site_id: string } | null;
  conversation: {
    id: string;
    site_id: string;
    visitor_id: string;
    sandbox: boolean;
    begins: boolean;
    last_seq: number;
    last_visitor_seq: number;
    last_activity_at: Date;
    /** Who has it from now on. */
    state: ConversationState;
    /** It was put aside, and is not any more. */
    reopened: boolean;
    /** It was somebody's, whose work with it was done. */
    unassigned: boolean;
  };
  /** What was said before, the question, and the answer where one was kept. */
  messages: Record<string, unknown>[];
  /** Null where a person answers. */
  generation: Record<string, unknown> | null;
  attachments: readonly Attachment[];
  events: { site_id: string; conversation_id: string; seq: number; payload: NewConversationEvent; created_at: Date }[];
}

/** Pure: who has the conversation once a message has come. */
const stateWith = ({ state, assigned }: Pick<Place, 'state' | 'assigned'>): ConversationState =>
  nextState({ state: state ?? 'bot', assigned }, { kind: 'visitor-message' }) ?? 'bot';

/** Pure: whether the bot answers a message that comes there. */
export const isAnswered = (place: Pick<Place, 'state' | 'assigned'>): boolean => botAnswers(stateWith(place));

function lookedUp({ kept, question }: Pick<Place, 'kept' | 'question'>): StoredMessage['cache'] {
  if (kept) return kept.generationId === null ? 'approved' : 'hit';
  return question === null ? 'unasked' : 'miss';
}

interface Admission {
  sandbox: boolean;
  makesVisitor: boolean;
  turn: QueueTurn;
  attachments: readonly Attachment[];
}

/** Makes the rows of a message that may be stored, and what is told of it. */
export function messageRows(
  message: NewMessage,
  place: Place,
  { sandbox, makesVisitor, turn, attachments }: Admission,
): MessageRows {
  const { siteId, visitorId, clientMessageId, text, systemText = null, receivedAt, deadlineAt, earlier = [] } = message;
  const { supersedes = null, attended = false } = message;
  const { question } = place;
  const begins = message.conversationId === undefined;
  const conversationId = message.conversationId ?? timeOrderedId();
  const answered = isAnswered(place);
  const kept = answered ? place.kept : null;
  const generationId = answered ? timeOrderedId() : '';
  const state = stateWith(place);
  const reopened = place.state === 'resolved' || place.state === 'snoozed';
  // Rows of one transaction have one time and are read in the order of their ids: what was said before lies a millisecond
  // apart, all before the question.
  const beforeMs = Date.now();
  // By the clock after the locks, and not when the transaction began: whatever was said while it waited comes before.
  const createdAt = place.at.toISOString();
  // An answer is later than its question.
  const at = new Date(place.at.getTime() + 1);
  const said: Message[] = earlier.map(({ role, text }, index) => ({
    ...{ id: timeOrderedId(beforeMs - earlier.length + index), role, text, createdAt },
    ...{ clientMessageId: null, generationId: null },
  }));
  const asked: Message = {
    ...{ id: timeOrderedId(beforeMs), role: 'visitor', text, clientMessageId, generationId: null, createdAt },
    ...(attachments.length > 0 ? { attachments: [...attachments] } : {}),
  };
  const answer: Message | null = kept && {
    ...{ id: timeOrderedId(), role: 'assistant', text: kept.text, clientMessageId: null, generationId },
    createdAt: at.toISOString(),
    ...(kept.sources ? { sources: kept.sources } : {}),
  };
  const before: NewConversationEvent[] = [
    ...said.map((one) => ({ type: 'message:created' as const, message: one })),
    ...(supersedes === null
      ? []
      : [{ type: 'message:superseded' as const, messageId: supersedes, byMessageId: asked.id }]),
  ];
  const payloads: NewConversationEvent[] = [
    ...before,
    { type: 'message:created', message: asked },
    ...(reopened ? [{ type: 'conversation:reopened' as const, by: null, state }] : []),
    ...(answered ? [{ type: 'generation:queued' as const, generationId, questionMessageId: asked.id }] : []),
    ...(answer ? [{ type: 'generation:done' as const, generationId, message: answer }] : []),
  ];
  const firstSeq = (place.lastSeq ?? 0) + 1;
  const lastSeq = firstSeq + payloads.length - 1;
  const events = payloads.map(
    (payload, index): ConversationEvent => ({
      ...payload,
      ...{ conversationId, seq: firstSeq + index, at: at.toISOString() },
    }),
  );
  const address = { site_id: siteId, conversation_id: conversationId };
  return {
    stored: {
      ...{ conversationId, messageId: asked.id, generationId, seq: firstSeq + before.length, duplicate: false, events },
      cache: lookedUp({ kept, question }),
      ...{ round: turn.round, last: place.last },
    },
    visitor: makesVisitor ? { id: visitorId, site_id: siteId } : null,
    conversation: {
      ...{ id: conversationId, site_id: siteId, visitor_id: visitorId, sandbox, begins },
      ...{ last_seq: lastSeq, last_visitor_seq: firstSeq + before.length, last_activity_at: at },
      ...{ state, reopened, unassigned: place.state === 'resolved' },
    },
    messages: [...said, asked, ...(answer ? [answer] : [])].map((one) => ({
      ...{ id: one.id, ...address, visitor_id: visitorId, role: one.role, text: one.text },
      ...{ client_message_id: one.clientMessageId, generation_id: one.generationId },
      ...{ sources: one.sources ?? null, created_at: one.createdAt },
      supersedes_id: one === asked ? supersedes : null,
    })),
    generation: answered
      ? {
          ...{ id: generationId, ...address, question_message_id: asked.id, received_at: receivedAt },
          ...{ deadline_at: deadlineAt, system_text: systemText, kept_id: kept?.generationId ?? null, ended_at: at },
          approved_id: kept?.approvedId ?? null,
          ...{ queue_flow: turn.flow, queue_round: turn.round, attended_at: attended ? createdAt : null },
        }
      : null,
    attachments,
    events: payloads.map((payload, index) => ({ ...address, seq: firstSeq + index, payload, created_at: at })),
  };
}
