import type { DeletionCounts } from '@frontdesk/protocol';
import { countOf } from '../words/count-of.ts';

const names: Record<keyof DeletionCounts, [one: string, many?: string]> = {
  visitors: ['customer'],
  conversations: ['conversation'],
  messages: ['message'],
  events: ['log entry', 'log entries'],
  answers: ['answer'],
  cachedAnswers: ['kept answer'],
  unansweredQuestions: ['unanswered question'],
  files: ['file'],
};

/** `1 customer, 3 messages`: what there was of, in order. */
export function describeCounts(counts: DeletionCounts): string {
  const parts = (Object.keys(names) as (keyof DeletionCounts)[])
    .filter((name) => counts[name] > 0)
    .map((name) => countOf(counts[name], ...names[name]));
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}
