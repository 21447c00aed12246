import { shownOutgoing } from '../log/timeline.ts';
import type { ChatState } from './chat-state.ts';
import { isOf, shownFeedback, wishesPerson } from './feedback-state.ts';

/**
 * What is asked at the end of a conversation: whether it is solved; if not, whether a person shall help; else for a rating.
 * `generationId` is the answer behind which it is asked.
 */
export type EndStage = { kind: 'ask-solved' | 'offer-person'; generationId: string } | { kind: 'rate' };

/** How long a customer says and does nothing before they are asked: time enough to read an answer. */
export const quietMs = 45_000;

/** What the log does not tell. */
export interface Attendance {
  /** The customer has been in the chat for {@link quietMs} without touching it. */
  quiet: boolean;
  /** The answer after which they closed the chat; null where they did not. */
  closedAfter: string | null;
}

/**
 * Pure: what a customer is asked now; null for nothing. It is asked once in a conversation, behind an answer that rests on
 * sources, for small talk solves nothing, and only where nothing else goes on. Who writes on instead of answering is not
 * asked again; who answered, or whose question a person has marked as solved, is asked for no more than a rating; who found
 * the answer no help is offered a person instead.
 */
export function endStage(
  state: Pick<ChatState, 'opened' | 'conversationId' | 'entries' | 'answers' | 'outgoing' | 'feedback'>,
  { quiet, closedAfter }: Attendance,
): EndStage | null {
  const { conversationId, entries, feedback } = state;
  if (!state.opened || shownOutgoing(state).length > 0 || wishesPerson(feedback, conversationId)) return null;
  const shown = shownFeedback(feedback, conversationId);
  const lastSaid = entries.findLastIndex(({ kind }) => kind !== 'remark');
  const last = entries[lastSaid];
  if (last?.kind === 'turn' && last.turn === 'resolved') return { kind: 'rate' };
  if (last?.kind !== 'answer') return null;
  const { generationId } = last;
  const asked = shown.asked?.generationId === generationId;
  const dismissed = asked && shown.asked?.dismissed === true;
  const saidSince =
    feedback.wishes.some((wish) => wish.name === 'conversation:solved' && isOf(wish, conversationId)) ||
    entries.slice(lastSaid + 1).some((entry) => entry.kind === 'remark' && entry.remark.kind === 'solved');
  if (saidSince && shown.solved) return { kind: 'rate' };
  if (dismissed) return null;
  if (saidSince) return { kind: 'offer-person', generationId };
  if (shown.solved !== null || (shown.asked !== null && !asked)) return null;
  const answer = state.answers[generationId];
  if (answer?.phase !== 'done' || answer.sources.length === 0) return null;
  if (!asked && !quiet && closedAfter !== generationId) return null;
  const noHelp = shown.answers[generationId]?.thumb === 'down';
  return { kind: noHelp ? 'offer-person' : 'ask-solved', generationId };
}
