import type { AnswerReceipt, GenerationTimings } from '@frontdesk/protocol';
import type { Thread } from '../connection/agent-state.ts';

/** Pure: of the chosen answer, what its receipt is made of; of the newest answer that has one where none is chosen, or it has none. */
export function shownReceipt(
  { chat, receipts, timings }: Pick<Thread, 'chat' | 'receipts' | 'timings'>,
  chosen: string | null,
): { text: string; receipt: AnswerReceipt; timings: GenerationTimings } | null {
  const newestFirst = chat.entries.flatMap((entry) => (entry.kind === 'answer' ? [entry.generationId] : [])).reverse();
  for (const id of chosen === null ? newestFirst : [chosen, ...newestFirst]) {
    const [receipt, taken, answer] = [receipts[id], timings[id], chat.answers[id]];
    if (receipt && taken && answer) return { text: answer.text, receipt, timings: taken };
  }
  return null;
}
