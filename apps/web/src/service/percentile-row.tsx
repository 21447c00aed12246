import type { Percentiles } from '@frontdesk/protocol';
import { formatMs } from '../words/duration.ts';

/** p50, p95 and p99 in one row. `p99Tone` colours the one that the promise is about. */
export function PercentileRow({ values, p99Tone = '' }: { values: Percentiles; p99Tone?: string }) {
  return (
    <dl className="flex flex-wrap gap-x-4 tabular-nums">
      {(['p50', 'p95', 'p99'] as const).map((name) => {
        const value = values[name];
        return (
          <div key={name} className="flex items-baseline gap-1.5">
            <dt className="text-ink-soft text-xs">{name}</dt>
            <dd
              className={`whitespace-nowrap font-medium text-[0.9375rem] ${name === 'p99' && value !== null ? p99Tone : ''}`}
            >
              {value === null ? '–' : formatMs(value)}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
