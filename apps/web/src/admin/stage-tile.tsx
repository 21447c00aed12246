import { longestStage, type ServiceMetrics, ttftStages } from '@frontdesk/protocol';
import { formatMs } from './duration.ts';
import { PercentileRow } from './percentile-row.tsx';
import { stageNames } from './stage-names.ts';

/** Where the time to the first words goes, on average; of the late ones where there are any. */
export function StageTile({ metrics }: { metrics: ServiceMetrics }) {
  const { gatewayTtftMs, stageMs, lateStageMs } = metrics;
  const hasLate = longestStage(lateStageMs) !== null;
  const shown = hasLate ? lateStageMs : stageMs;
  const longest = longestStage(shown);
  const total = ttftStages.reduce((sum, stage) => sum + shown[stage], 0);
  return (
    <div className="flex flex-col justify-between gap-2 rounded-xl border border-line bg-surface px-4 py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="text-ink-soft text-xs">First words, measured at the gateway</h2>
        <PercentileRow values={gatewayTtftMs} />
      </div>
      <div aria-hidden="true" className="flex h-1.5 gap-px overflow-hidden rounded-full bg-sunken">
        {ttftStages.map((stage) => (
          <span
            key={stage}
            className={stage === longest ? (hasLate ? 'bg-bad' : 'bg-info') : 'bg-line-strong'}
            style={{ width: `${total > 0 ? (shown[stage] / total) * 100 : 0}%` }}
          />
        ))}
      </div>
      {longest === null ? (
        <p className="text-ink-faint text-xs">Nothing measured yet.</p>
      ) : (
        <div className="flex flex-wrap gap-x-3 gap-y-0.5 text-xs">
          <span className="text-ink-faint">{hasLate ? 'Late ones, on average' : 'On average'}</span>
          <dl className="contents tabular-nums">
            {ttftStages.map((stage) => (
              <div key={stage} className={stage === longest ? (hasLate ? 'text-bad' : 'text-info') : 'text-ink-soft'}>
                <dt className="inline">{stageNames[stage].short}</dt>{' '}
                <dd className={`inline whitespace-nowrap ${stage === longest ? 'font-semibold' : ''}`}>
                  {formatMs(shown[stage])}
                </dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </div>
  );
}
