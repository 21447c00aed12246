import type { ScalingDecisionView, ServicePanel } from '@frontdesk/protocol';
import { ArrowDownRight, ArrowUpRight, Equal } from 'lucide-react';
import { formatMoment } from '../charts/time-format.ts';
import { countOf } from '../words/count-of.ts';
import { formatMs } from '../words/duration.ts';

/** How many workers were wanted lately, and why. */
export function ScalingList({ panel: { decisions } }: { panel: ServicePanel }) {
  return (
    <section aria-label="Scaling" className="rounded-xl border border-line bg-surface">
      <div className="px-4 pt-3 pb-2">
        <h2 className="font-semibold text-sm">Scaling</h2>
        <p className="mt-0.5 text-ink-soft text-xs">How many workers are wanted, and why.</p>
      </div>
      {decisions.length === 0 ? (
        <p className="border-line border-t px-4 py-8 text-center text-ink-soft text-sm">
          Nothing was decided yet: no autoscaler runs here.
        </p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        <section className="relative max-h-72 overflow-y-auto" tabIndex={0} aria-label="Scaling decisions">
          <ol>
            {decisions.map((decision) => (
              <Decision key={`${decision.decidedAt} ${decision.wanted}`} decision={decision} />
            ))}
          </ol>
        </section>
      )}
    </section>
  );
}

function Decision({ decision }: { decision: ScalingDecisionView }) {
  const { before, wanted, decidedAt } = decision;
  const isMore = before === null || wanted > before;
  const Icon = wanted === before ? Equal : isMore ? ArrowUpRight : ArrowDownRight;
  return (
    <li className="flex gap-3 border-line border-t px-4 py-2 text-sm">
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${isMore ? 'text-warn' : 'text-good'}`} />
      <div className="min-w-0">
        <p>
          <span className="font-medium tabular-nums">
            {before === null ? '' : `${before} → `}
            {countOf(wanted, 'worker')}
          </span>{' '}
          <span className="text-ink-soft">{reasonOf(decision)}</span>
        </p>
        <p className="text-ink-faint text-xs tabular-nums">
          {formatMoment(Date.parse(decidedAt))} · {decision.ready} ready, {decision.starting} starting,{' '}
          {decision.waiting} waiting, {decision.running} being answered
        </p>
      </div>
    </li>
  );
}

function reasonOf({ reason, ttftP99Ms }: ScalingDecisionView): string {
  if (reason === 'queue') return 'because more waits or runs than fits';
  if (reason === 'calm') return 'because it has been calm for a while';
  if (reason === 'limits') return 'because of the limits that are set';
  return `because the first words came too late${ttftP99Ms === null ? '' : ` (p99 ${formatMs(ttftP99Ms)})`}`;
}
