import type { HandOverReason, WireError } from '@frontdesk/protocol';
import type { Answer, ChatState } from './chat-state.ts';
import type { Remark } from './feedback-state.ts';

/** One bubble. `key` stays the same from the optimistic bubble to the stored message. */
export type TimelineItem =
  | { kind: 'visitor'; key: string; text: string; createdAt: string; status: 'sent' }
  | {
      kind: 'visitor';
      key: string;
      text: string;
      createdAt: string;
      status: 'sending' | 'failed';
      clientMessageId: string;
      error: WireError | null;
    }
  | { kind: 'agent'; key: string; text: string; createdAt: string }
  | { kind: 'answer'; key: string; answer: Answer; question: string | null }
  /** What an assistant said before this conversation, as whoever began it tells: nothing here made it. */
  | { kind: 'told-answer'; key: string; text: string }
  /** From here on a person is wanted. `repeated`: one was wanted before. */
  | { kind: 'hand-over'; key: string; at: string; reason: HandOverReason; repeated: boolean }
  /** What the customer says of the conversation; for agents. */
  | { kind: 'remark'; key: string; at: string; remark: Remark };

/** Pure: what the log shows, oldest first; what is not stored yet stands at the end. */
export function timeline({
  entries,
  answers,
  outgoing,
}: Pick<ChatState, 'entries' | 'answers' | 'outgoing'>): TimelineItem[] {
  const items: TimelineItem[] = [];
  const texts = new Map<string, string>();
  for (const entry of entries) {
    if (entry.kind === 'message') {
      const { id, role, text, clientMessageId, createdAt } = entry.message;
      texts.set(id, text);
      if (role === 'visitor')
        items.push({ kind: 'visitor', key: clientMessageId ?? id, text, createdAt, status: 'sent' });
      else if (role === 'agent') items.push({ kind: 'agent', key: id, text, createdAt });
      else items.push({ kind: 'told-answer', key: id, text });
      continue;
    }
    if (entry.kind === 'hand-over') {
      const { seq, at, reason } = entry;
      const repeated = items.some((item) => item.kind === 'hand-over');
      items.push({ kind: 'hand-over', key: `hand-over-${seq}`, at, reason, repeated });
      continue;
    }
    if (entry.kind === 'remark') {
      const { seq, at, remark } = entry;
      items.push({ kind: 'remark', key: `remark-${seq}`, at, remark });
      continue;
    }
    const answer = answers[entry.generationId];
    if (answer === undefined) continue;
    const question = answer.questionMessageId === null ? undefined : texts.get(answer.questionMessageId);
    items.push({ kind: 'answer', key: answer.generationId, answer, question: question ?? null });
  }
  for (const { clientMessageId, text, createdAt, status, error } of outgoing) {
    items.push(
      status === 'accepted'
        ? { kind: 'visitor', key: clientMessageId, text, createdAt, status: 'sent' }
        : { kind: 'visitor', key: clientMessageId, text, createdAt, status, clientMessageId, error },
    );
  }
  return items;
}
