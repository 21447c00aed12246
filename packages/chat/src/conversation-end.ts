import type { ChatState } from './chat-state.ts';
import { shownFeedback } from './feedback-state.ts';

/** What is asked at the end of a conversation: whether it is solved; if not, whether a person shall help; else for a rating. */
export type EndStage = { kind: 'ask-solved'; generationId: string } | { kind: 'offer-person' } | { kind: 'rate' };

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
 * asked again; who answered is asked for no more than a rating.
 */
export function endStage(
  {
    opened,
    entries,
    answers,
    outgoing,
    feedback,
  }: Pick<ChatState, 'opened' | 'entries' | 'answers' | 'outgoing' | 'feedback'>,
  { quiet, closedAfter }: Attendance,
): EndStage | null {
  if (!opened || outgoing.length > 0) return null;
  const { solved, asked } = shownFeedback(feedback);
  const lastSaid = entries.findLastIndex(({ kind }) => kind !== 'remark');
  const last = entries[lastSaid];
  const saidSince =
    feedback.wishes.some(({ name }) => name === 'conversation:solved') ||
    entries.slice(lastSaid + 1).some((entry) => entry.kind === 'remark' && entry.remark.kind === 'solved');
  if (saidSince && solved !== null) return solved ? { kind: 'rate' } : { kind: 'offer-person' };
  if (last?.kind !== 'answer' || solved !== null) return null;
  const { generationId } = last;
  const answer = answers[generationId];
  if (answer?.phase !== 'done' || answer.sources.length === 0) return null;
  if (asked !== null) return asked.generationId === generationId && !asked.dismissed ? ask(generationId) : null;
  return quiet || closedAfter === generationId ? ask(generationId) : null;
}

const ask = (generationId: string): EndStage => ({ kind: 'ask-solved', generationId });
