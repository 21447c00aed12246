import type { AnswerReceipt, GenerationTimings } from '@frontdesk/protocol';
import { ReceiptText } from 'lucide-react';
import { DecisionMarks } from './answer-decision.tsx';
import { decisionSummary } from './decision-summary.ts';
import { receiptParts } from './receipt-parts.ts';

interface Props {
  receipt: AnswerReceipt;
  timings: GenerationTimings;
  onPress: () => void;
}

/** Under a finished answer: how it was decided on and what the customer waited for, in a line that shows the whole receipt. */
export function ReceiptButton({ receipt, timings, onPress }: Props) {
  const { text, marks } = decisionSummary(receipt);
  const waited = receiptParts(timings).filter(({ strong }) => strong);
  return (
    <button
      type="button"
      onClick={onPress}
      title="Show the answer’s receipt"
      className="mt-1 flex max-w-full items-start justify-end gap-x-1.5 rounded-md px-1 py-1 text-right text-ink-faint text-xs hover:text-ink"
    >
      <ReceiptText aria-hidden="true" className="mt-px size-3.5 shrink-0" />
      <span className="sr-only">Receipt: </span>
      <span className="min-w-0 tabular-nums">
        {[text, ...waited.map((part) => part.text)].join(' · ')} <DecisionMarks marks={marks} />
      </span>
    </button>
  );
}
