import type { Attachment, WireError } from '@frontdesk/protocol';
import type { AgentsEvent, Answer, ChatState, Outgoing, Turn, WaitReason } from '../state/chat-state.ts';
import type { Remark } from '../state/feedback-state.ts';

type Files = readonly Attachment[] | undefined;

/** One bubble. `key` stays the same from the optimistic bubble to the stored message. */
export type TimelineItem =
  | {
      kind: 'visitor';
      key: string;
      text: string;
      attachments?: Files;
      createdAt: string;
      status: 'sent';
      /** Null until its event is here. */
      messageId: string | null;
      /** Another message can be put in its place. */
      replaceable: boolean;
      /** It stands in the place of one with another text. */
      edited: boolean;
      /** Another message stands in its place, with its answer. */
      superseded: boolean;
    }
  | {
      kind: 'visitor';
      key: string;
      text: string;
      attachments?: Files;
      createdAt: string;
      status: 'sending' | 'failed';
      clientMessageId: string;
      /** Names of its files that are still on their way. */
      uploading?: readonly string[] | undefined;
      error: WireError | null;
    }
  /** `name`: who wrote it; null where that is not known. */
  | { kind: 'agent'; key: string; text: string; attachments?: Files; createdAt: string; name: string | null }
  | {
      kind: 'answer';
      key: string;
      answer: Answer;
      question: string | null;
      /** The question can be asked anew in its own place. */
      replaceable: boolean;
      superseded: boolean;
    }
  /** What an assistant said before this conversation, as whoever began it tells: nothing here made it. */
  | { kind: 'told-answer'; key: string; text: string; createdAt: string }
  /**
   * From here on a person is wanted. `repeated`: one was wanted already; `followed`: one is wanted once more further down; `left`:
   * who had come, and is gone.
   */
  | {
      kind: 'hand-over';
      key: string;
      at: string;
      reason: WaitReason;
      left: string | null;
      repeated: boolean;
      followed: boolean;
    }
  /** What the customer says of the conversation; for agents. */
  | { kind: 'remark'; key: string; at: string; remark: Remark }
  | { kind: 'turn'; key: string; at: string; turn: Turn; name: string | null }
  | { kind: 'agents'; key: string; at: string; event: AgentsEvent };

export type TimelineState = Pick<ChatState, 'entries' | 'answers' | 'outgoing' | 'superseded' | 'conversationId'>;

/** Pure: the messages on their way that belong to what is shown. */
export function shownOutgoing(state: Pick<ChatState, 'outgoing' | 'conversationId'>): Outgoing[] {
  return state.outgoing.filter(
    ({ conversationId, begins }) => conversationId === state.conversationId || (conversationId === null && !begins),
  );
}

/**
 * Pure: what the log shows, oldest first; what is not stored yet stands at the end.
 * @param options.showSuperseded agents see also what another message stands for now; it is left out otherwise
 */
export function timeline(state: TimelineState, { showSuperseded = false } = {}): TimelineItem[] {
  const { entries, answers } = state;
  const outgoing = shownOutgoing(state);
  // From the moment that the visitor sends it, a message stands in the place of the earlier one.
  const onTheWay = outgoing.flatMap(({ supersedes, status }) =>
    supersedes && status !== 'failed' ? [supersedes] : [],
  );
  const gone = new Set([...Object.keys(state.superseded), ...onTheWay]);
  const lastId = outgoing.length > 0 ? null : replaceableMessage(state);
  const items: TimelineItem[] = [];
  const texts = new Map<string, string>();
  const edited = editedMessages(state);
  for (const entry of entries) {
    if (entry.kind === 'message') {
      const { id, role, text, clientMessageId, createdAt, attachments } = entry.message;
      const files = attachments ? { attachments } : {};
      texts.set(id, text);
      const superseded = gone.has(id);
      if (superseded && !showSuperseded) continue;
      if (role === 'visitor') {
        items.push({
          ...{ kind: 'visitor', key: clientMessageId ?? id, text, createdAt, status: 'sent', messageId: id },
          ...{ replaceable: id === lastId, edited: edited.has(id), superseded, ...files },
        });
      } else if (role === 'agent') {
        const name = entry.message.author?.name ?? null;
        items.push({ kind: 'agent', key: clientMessageId ?? id, text, ...files, createdAt, name });
      } else items.push({ kind: 'told-answer', key: id, text, createdAt });
      continue;
    }
    if (entry.kind === 'hand-over') {
      const { seq, at, reason, left } = entry;
      // What was done with since is news again.
      const before = items.findLast(
        (item) =>
          item.kind === 'hand-over' || (item.kind === 'turn' && ['resolved', 'handed-back'].includes(item.turn)),
      );
      // Who had come is gone: that is news, too.
      const repeated = before?.kind === 'hand-over' && reason !== 'left';
      if (before?.kind === 'hand-over') before.followed = true;
      items.push({ kind: 'hand-over', key: `hand-over-${seq}`, at, reason, left, repeated, followed: false });
      continue;
    }
    if (entry.kind === 'remark') {
      const { seq, at, remark } = entry;
      items.push({ kind: 'remark', key: `remark-${seq}`, at, remark });
      continue;
    }
    if (entry.kind === 'agents') {
      const { event } = entry;
      items.push({ kind: 'agents', key: `agents-${event.seq}`, at: event.at, event });
      continue;
    }
    if (entry.kind === 'turn') {
      const { seq, at, turn, name } = entry;
      items.push({ kind: 'turn', key: `turn-${seq}`, at, turn, name });
      continue;
    }
    const answer = answers[entry.generationId];
    if (answer === undefined) continue;
    const { generationId, questionMessageId } = answer;
    const superseded = questionMessageId !== null && gone.has(questionMessageId);
    if (superseded && !showSuperseded) continue;
    // Files without a word can't be asked again.
    const question = (questionMessageId !== null && texts.get(questionMessageId)) || null;
    const replaceable = questionMessageId !== null && questionMessageId === lastId;
    items.push({ kind: 'answer', key: generationId, answer, question, replaceable, superseded });
  }
  for (const { clientMessageId, text, attachments, uploading, createdAt, status, error } of outgoing) {
    const files = { ...(attachments && { attachments }), ...(uploading && { uploading }) };
    items.push(
      status === 'accepted'
        ? {
            ...{ kind: 'visitor', key: clientMessageId, text, createdAt, status: 'sent', messageId: null },
            ...{ replaceable: false, edited: false, superseded: false, ...files },
          }
        : { kind: 'visitor', key: clientMessageId, text, ...files, createdAt, status, clientMessageId, error },
    );
  }
  return items;
}

/** The visitor's last message, if it was asked of the assistant and no person has written since: as the gateway judges. */
function replaceableMessage({ entries, answers }: TimelineState): string | null {
  const last = entries.findLast((entry) => entry.kind === 'message' && entry.message.role !== 'assistant');
  if (last?.kind !== 'message' || last.message.role !== 'visitor') return null;
  const { id, attachments = [] } = last.message;
  // Its files would not come along.
  if (attachments.length > 0) return null;
  return Object.values(answers).some(({ questionMessageId }) => questionMessageId === id) ? id : null;
}

/** Messages with another text than those in whose place they stand. */
function editedMessages({ entries, superseded }: TimelineState): Set<string> {
  const earlier = Object.entries(superseded);
  if (earlier.length === 0) return new Set();
  const texts = new Map(
    entries.flatMap((entry) => (entry.kind === 'message' ? [[entry.message.id, entry.message.text] as const] : [])),
  );
  const edited = new Set<string>();
  // In the order in which they came: what an earlier one stood for was looked at before.
  for (const [earlierId, laterId] of earlier) {
    if (edited.has(earlierId) || texts.get(earlierId) !== texts.get(laterId)) edited.add(laterId);
  }
  return edited;
}
