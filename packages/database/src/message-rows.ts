import type { Attachment, ConversationEvent, Message } from '@frontdesk/protocol';
import type { NewConversationEvent } from './conversation-events.ts';
import type { Place } from './message-places.ts';
import type { NewMessage, QueueTurn, StoredMessage } from './messages.ts';
import { timeOrderedId } from './time-ordered-id.ts';

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
    last_activity_at: Date;
  };
  /** What was said before, the question, and the answer where one was kept. */
  messages: Record<string, unknown>[];
  generation: Record<string, unknown>;
  attachments: readonly Attachment[];
  events: { site_id: string; conversation_id: string; seq: number; payload: NewConversationEvent; created_at: Date }[];
}

/** Makes the rows of a message that may be stored, and what is told of it. */
export function messageRows(
  message: NewMessage,
  place: Place,
  { sandbox, turn, attachments }: { sandbox: boolean; turn: QueueTurn; attachments: readonly Attachment[] },
): MessageRows {
  const { siteId, visitorId, clientMessageId, text, systemText = null, receivedAt, deadlineAt, earlier = [] } = message;
  const { supersedes = null, attended = false } = message;
  const { kept, question } = place;
  const begins = message.conversationId === undefined;
  const conversationId = message.conversationId ?? timeOrderedId();
  const generationId = timeOrderedId();
  // Rows of one transaction have one time and are read in the order of their ids: what was said before lies a millisecond
  // apart, all before the question.
  const beforeMs = Date.now();
  const createdAt = place.now.toISOString();
  // An answer is later than its question, also where the clock has not moved.
  const at = new Date(Math.max(place.at.getTime(), place.now.getTime() + 1));
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
    { type: 'generation:queued', generationId, questionMessageId: asked.id },
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
      cache: question === null ? 'unasked' : kept === null ? 'miss' : 'hit',
      ...{ round: turn.round, last: place.last },
    },
    visitor: message.newVisitor ? { id: visitorId, site_id: siteId } : null,
    conversation: {
      ...{ id: conversationId, site_id: siteId, visitor_id: visitorId, sandbox, begins },
      ...{ last_seq: lastSeq, last_activity_at: at },
    },
    messages: [...said, asked, ...(answer ? [answer] : [])].map((one) => ({
      ...{ id: one.id, ...address, visitor_id: visitorId, role: one.role, text: one.text },
      ...{ client_message_id: one.clientMessageId, generation_id: one.generationId },
      ...{ sources: one.sources ?? null, created_at: one.createdAt },
      supersedes_id: one === asked ? supersedes : null,
    })),
    generation: {
      ...{ id: generationId, ...address, question_message_id: asked.id, received_at: receivedAt },
      ...{ deadline_at: deadlineAt, system_text: systemText, kept_id: kept?.generationId ?? null, ended_at: at },
      ...{ queue_flow: turn.flow, queue_round: turn.round, attended_at: attended ? createdAt : null },
    },
    attachments,
    events: payloads.map((payload, index) => ({ ...address, seq: firstSeq + index, payload, created_at: at })),
  };
}
