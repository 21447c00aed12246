import type { DeletionCounts } from '@frontdesk/protocol';

const names: Record<keyof DeletionCounts, [one: string, many: string]> = {
  visitors: ['customer', 'customers'],
  conversations: ['conversation', 'conversations'],
  messages: ['message', 'messages'],
  events: ['log entry', 'log entries'],
  answers: ['answer', 'answers'],
  cachedAnswers: ['kept answer', 'kept answers'],
  unansweredQuestions: ['unanswered question', 'unanswered questions'],
  files: ['file', 'files'],
};

/** `1 customer, 3 messages`: what there was of, in order. */
export function describeCounts(counts: DeletionCounts): string {
  const parts = (Object.keys(names) as (keyof DeletionCounts)[])
    .filter((name) => counts[name] > 0)
    .map((name) => `${counts[name].toLocaleString('en')} ${names[name][counts[name] === 1 ? 0 : 1]}`);
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}
