import type { AnswerReceipt } from '@frontdesk/protocol';
import { ChevronRight } from 'lucide-react';
import { type DecisionMark, decisionSummary } from './decision-summary.ts';
import { PassageList } from './passage-list.tsx';

/** How an answer was decided on: one line, and behind it what retrieval had found. */
export function AnswerDecision({ receipt }: { receipt: AnswerReceipt }) {
  const { text, marks } = decisionSummary(receipt);
  const line = (
    <>
      <span className="text-right">{text}</span>
      <DecisionMarks marks={marks} />
    </>
  );
  if (receipt.found.length === 0) {
    return <p className="mt-1.5 flex flex-wrap justify-end gap-x-2 gap-y-1 text-ink-faint text-xs">{line}</p>;
  }
  return (
    <details className="group mt-1 flex w-full flex-col items-end text-ink-faint text-xs">
      <summary className="ml-auto flex w-fit list-none items-center justify-end gap-x-2 rounded-md px-1 py-1 hover:text-ink [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden="true" className="size-3.5 shrink-0 transition-transform group-open:rotate-90" />
        {line}
      </summary>
      <div className="mt-1 ml-auto w-full max-w-md">
        <PassageList found={receipt.found} />
      </div>
    </details>
  );
}

/** What is out of the ordinary about an answer. */
export function DecisionMarks({ marks }: { marks: readonly DecisionMark[] }) {
  return marks.map(({ label, meaning }) => (
    <span key={label} title={meaning} className="rounded-full bg-warn-soft px-2 py-px font-medium text-warn text-xs">
      {label}
    </span>
  ));
}
