import type { ServiceMetrics } from '@frontdesk/protocol';
import { formatShare, judgeBudget } from './promise.ts';
import { PromiseTile } from './promise-tile.tsx';
import { StageTile } from './stage-tile.tsx';

const grid = 'grid grid-cols-[minmax(0,1fr)] gap-2 lg:grid-cols-[minmax(0,1.15fr)_minmax(0,1.1fr)_minmax(0,1.5fr)]';
const tones = { good: '', warn: 'text-warn', bad: 'text-bad', none: 'text-ink-faint' } as const;

/** How the service does right now. Null until the first figures are here. */
export function ServiceTiles({ metrics }: { metrics: ServiceMetrics | null }) {
  if (!metrics) return <TilesPlaceholder />;
  const { queueDepth, expectedWaitMs, running, workersReady, tokensPerSecond, messages, goodputPerSecond } = metrics;
  const budget = judgeBudget(metrics.budget);
  const wait = expectedWaitMs === null ? 'wait unknown' : `≈ ${Math.ceil(expectedWaitMs / 1_000)} s wait`;
  return (
    <section aria-label="Service" className={grid}>
      <PromiseTile metrics={metrics} />
      <StageTile metrics={metrics} />
      <dl className="grid grid-cols-4 gap-y-2.5 rounded-xl border border-line bg-surface py-2.5">
        <Figure
          label="In queue"
          value={String(queueDepth)}
          hint={queueDepth > 0 ? wait : 'no wait'}
          tone={queueDepth > 0 ? 'text-warn' : ''}
        />
        <Figure label="Answering" value={String(running)} />
        <Figure label="Workers" value={String(workersReady)} hint="ready" tone={workersReady === 0 ? 'text-bad' : ''} />
        <Figure label="Tokens" value={String(Math.round(tokensPerSecond))} hint="per second" />
        <Figure label="Available" value={budget.availability} hint="in 30 days" tone={tones[budget.tone]} />
        <Figure label="Budget" value={budget.left} hint={budget.hint} tone={tones[budget.tone]} />
        <Figure label="Goodput" value={perMinute(goodputPerSecond)} hint="per minute" />
        <Figure
          label="Cached"
          value={messages.answered === 0 ? '–' : formatShare(messages.cached / messages.answered)}
          hint="of answers"
          tone={messages.answered === 0 ? tones.none : ''}
        />
      </dl>
    </section>
  );
}

/** Answers a minute: seconds are too short for a chat. */
function perMinute(perSecond: number): string {
  const minute = perSecond * 60;
  return minute.toLocaleString('en', { maximumFractionDigits: minute < 10 ? 1 : 0 });
}

function Figure({
  label,
  value,
  hint = '',
  tone = '',
}: {
  label: string;
  value: string;
  hint?: string;
  tone?: string;
}) {
  return (
    <div className="flex min-w-0 flex-col gap-1 px-2.5 max-sm:pr-0 sm:px-4">
      <dt className="truncate text-ink-soft text-xs leading-tight">{label}</dt>
      <dd
        className={`flex h-5 items-end font-semibold text-lg tabular-nums leading-none tracking-tight sm:text-xl ${tone}`}
      >
        {value}
      </dd>
      <dd className="text-[0.6875rem] text-ink-faint leading-tight">{hint}</dd>
    </div>
  );
}

function TilesPlaceholder() {
  return (
    <div aria-hidden="true" className={grid}>
      {['promise', 'stages', 'figures'].map((tile) => (
        <div key={tile} className="h-[7.5rem] animate-pulse rounded-xl border border-line bg-surface" />
      ))}
    </div>
  );
}
