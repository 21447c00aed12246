import type { AnswerReceipt, GenerationTimings } from '@frontdesk/protocol';
import { formatMs } from '../../words/duration.ts';
import { DecisionMarks } from './answer-decision.tsx';
import { decisionSummary } from './decision-summary.ts';
import { endingText } from './ending-text.ts';
import { PassageList } from './passage-list.tsx';
import { receiptRows } from './receipt-rows.ts';
import { receiptWaterfall, type WaterfallBar } from './receipt-waterfall.ts';

interface Props {
  /** Its beginning, by which it is known among others. */
  text: string;
  receipt: AnswerReceipt;
  timings: GenerationTimings;
}

/** All that is known of how one answer came about. */
export function AnswerReceiptCard({ text, receipt, timings }: Props) {
  const { text: decided, marks } = decisionSummary(receipt);
  const { bars, totalMs } = receiptWaterfall(timings, receipt.made);
  return (
    <div className="space-y-3.5">
      {text !== '' && (
        <p
          dir="auto"
          className="line-clamp-2 border-line-strong border-l-2 pl-2.5 text-ink-soft text-sm [overflow-wrap:anywhere]"
        >
          {text}
        </p>
      )}
      {receipt.unfinished && (
        <p className="rounded-lg bg-warn-soft px-3 py-2 text-sm text-warn">
          {endingText(receipt.unfinished)}
          {receipt.unfinished.code && <code className="block text-xs">{receipt.unfinished.code}</code>}
        </p>
      )}
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
        {decided}
        <DecisionMarks marks={marks} />
      </p>
      {bars.length > 0 && <Waterfall bars={bars} totalMs={totalMs} />}
      <dl className="space-y-1.5 text-sm">
        {receiptRows(receipt, timings).map(({ label, value, title }) => (
          <div key={label} className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3">
            <dt className="text-ink-soft">{label}</dt>
            <dd title={title} className="tabular-nums [overflow-wrap:anywhere]">
              {value}
            </dd>
          </div>
        ))}
      </dl>
      {receipt.found.length > 0 && (
        <div>
          <h4 className="mb-1.5 text-ink-soft text-xs">Passages found, and how likely they answer</h4>
          <PassageList found={receipt.found} />
        </div>
      )}
    </div>
  );
}

const colours: Record<WaterfallBar['stage'], string> = {
  gateway: 'var(--chart-4)',
  queue: 'var(--chart-6)',
  prefill: 'var(--chart-1)',
  firstToken: 'var(--chart-3)',
  decode: 'var(--chart-5)',
};

/** Its figures are text beside each bar: the bars themselves say nothing more. */
function Waterfall({ bars, totalMs }: { bars: readonly WaterfallBar[]; totalMs: number }) {
  return (
    <ol aria-label="Where the time went" className="space-y-1 rounded-xl bg-sunken px-3 py-2.5 text-xs">
      {bars.map(({ stage, label, startMs, ms }) => (
        <li key={stage} className="grid grid-cols-[4.25rem_minmax(0,1fr)_3.75rem] items-center gap-2">
          <span className="text-ink-soft">{label}</span>
          <span aria-hidden="true" className="relative h-2.5">
            <span
              className="absolute inset-y-0 min-w-0.5 rounded-sm"
              style={{
                left: `${(startMs / totalMs) * 100}%`,
                width: `${(ms / totalMs) * 100}%`,
                background: colours[stage],
              }}
            />
          </span>
          <span className="text-right tabular-nums">{formatMs(ms)}</span>
        </li>
      ))}
    </ol>
  );
}
