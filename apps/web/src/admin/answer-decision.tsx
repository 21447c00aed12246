import type { AnswerReceipt } from '@frontdesk/protocol';
import { ChevronRight } from 'lucide-react';
import { decisionSummary, percent, webLink } from './decision-summary.ts';

/** How an answer was decided on: one line, and behind it what retrieval had found. */
export function AnswerDecision({ receipt }: { receipt: AnswerReceipt }) {
  const { text, marks } = decisionSummary(receipt);
  const line = (
    <>
      <span className="text-right">{text}</span>
      {marks.map(({ label, meaning }) => (
        <span key={label} title={meaning} className="rounded-full bg-warn-soft px-2 py-px font-medium text-warn">
          {label}
        </span>
      ))}
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
      <ol
        aria-label="Passages found"
        className="mt-1 ml-auto w-full max-w-md divide-y divide-line rounded-xl border border-line bg-surface"
      >
        {receipt.found.map((passage) => (
          <li key={passage.id} className="flex items-center gap-3 px-3 py-2">
            <span className="min-w-0 flex-1 text-ink text-sm [overflow-wrap:anywhere]">
              <Title title={passage.title} url={passage.url} />
            </span>
            {passage.quoted && (
              <span className="shrink-0 rounded-full bg-good-soft px-2 py-px font-medium text-good">Quoted</span>
            )}
            <Score score={passage.score} />
          </li>
        ))}
      </ol>
    </details>
  );
}

function Title({ title, url }: { title: string; url: string | null }) {
  const href = webLink(url);
  const name = title || 'Without a title';
  if (href === null) return name;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" className="underline underline-offset-2">
      {name}
    </a>
  );
}

function Score({ score }: { score: number }) {
  // Answers of before scores were probabilities have cosines, and a little for words.
  const likely = percent(Math.max(0, Math.min(1, score)));
  return (
    <span
      className="flex shrink-0 items-center gap-2 tabular-nums"
      title="How likely this passage answers the question"
    >
      <span aria-hidden="true" className="h-1.5 w-10 overflow-hidden rounded-full bg-hover max-sm:hidden">
        <span className="block h-full rounded-full bg-ink-faint" style={{ width: likely }} />
      </span>
      <span className="sr-only">likely to answer: </span>
      {likely}
    </span>
  );
}
