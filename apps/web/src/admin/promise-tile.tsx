import type { ServiceMetrics } from '@frontdesk/protocol';
import { CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import { PercentileRow } from './percentile-row.tsx';
import { judgePromise, type Verdict } from './promise.ts';

const looks = {
  kept: { icon: CircleCheck, text: 'text-good', bar: 'bg-good' },
  broken: { icon: TriangleAlert, text: 'text-bad', bar: 'bg-bad' },
  'no-data': { icon: CircleDashed, text: 'text-ink-soft', bar: 'bg-line-strong' },
} as const satisfies Record<Verdict['verdict'], unknown>;

/** The promise, said plainly, with its percentiles on a scale that holds them and the target. */
export function PromiseTile({ metrics }: { metrics: ServiceMetrics }) {
  const { verdict, headline, detail } = judgePromise(metrics);
  const { icon: Icon, text, bar } = looks[verdict];
  const { targetTtftMs, clientTtftMs } = metrics;
  const scaleMs = Math.max(targetTtftMs, clientTtftMs.p99 ?? 0) * 1.25;
  const place = (milliseconds: number) => `${(milliseconds / scaleMs) * 100}%`;
  return (
    <div className="rounded-xl border border-line bg-surface px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5">
        <h2 className={`flex items-center gap-1.5 whitespace-nowrap font-semibold text-[0.9375rem] ${text}`}>
          <Icon aria-hidden="true" className="size-4.5" strokeWidth={2.25} />
          {headline}
        </h2>
        <PercentileRow values={clientTtftMs} p99Tone={text} />
      </div>
      <div aria-hidden="true" className="relative mt-2.5 mb-2 h-1.5 rounded-full bg-sunken">
        {clientTtftMs.p99 !== null && (
          <>
            <span
              className={`absolute inset-y-0 left-0 rounded-full opacity-30 ${bar}`}
              style={{ width: place(clientTtftMs.p99) }}
            />
            <span
              className={`absolute inset-y-0 left-0 rounded-full opacity-40 ${bar}`}
              style={{ width: place(clientTtftMs.p95 ?? 0) }}
            />
            <span
              className={`absolute inset-y-0 left-0 rounded-full ${bar}`}
              style={{ width: place(clientTtftMs.p50 ?? 0) }}
            />
          </>
        )}
        <span className="absolute -inset-y-1 w-0.5 rounded-full bg-ink-soft" style={{ left: place(targetTtftMs) }} />
      </div>
      <p className="text-ink-soft text-xs leading-snug">{detail}</p>
    </div>
  );
}
