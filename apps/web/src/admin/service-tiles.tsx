import type { ServiceMetrics } from '@frontdesk/protocol';
import { formatWindow } from './duration.ts';
import { PercentileRow } from './percentile-row.tsx';
import { PromiseTile } from './promise-tile.tsx';

const grid = 'grid grid-cols-[minmax(0,1fr)] gap-2 lg:grid-cols-[minmax(0,1.45fr)_minmax(18.5rem,1fr)_minmax(0,1.5fr)]';

/** How the service does right now. Null until the first figures are here. */
export function ServiceTiles({ metrics }: { metrics: ServiceMetrics | null }) {
  if (!metrics) return <TilesPlaceholder />;
  const { gatewayTtftMs, queueDepth, running, workersReady, tokensPerSecond, answers, windowMs } = metrics;
  const ended = answers.done + answers.failed;
  return (
    <section aria-label="Service" className={grid}>
      <PromiseTile metrics={metrics} />
      <div className="flex flex-col justify-between gap-1 rounded-xl border border-line bg-surface px-4 py-3">
        <h2 className="text-ink-soft text-xs">First words, measured at the gateway</h2>
        <PercentileRow values={gatewayTtftMs} />
        <p className="text-ink-faint text-xs max-sm:hidden">
          {ended.toLocaleString('en')} {ended === 1 ? 'answer' : 'answers'} in {formatWindow(windowMs)}
          {answers.failed > 0 && <span className="font-medium text-bad">, {answers.failed} failed</span>}
        </p>
      </div>
      <dl className="grid grid-cols-4 divide-x divide-line rounded-xl border border-line bg-surface py-3">
        <Figure label="In queue" value={queueDepth} tone={queueDepth > 0 ? 'text-warn' : ''} />
        <Figure label="Answering" value={running} />
        <Figure label="Workers ready" value={workersReady} tone={workersReady === 0 ? 'text-bad' : ''} />
        <Figure label="Tokens / s" value={Math.round(tokensPerSecond)} />
      </dl>
    </section>
  );
}

function Figure({ label, value, tone = '' }: { label: string; value: number; tone?: string }) {
  return (
    <div className="flex min-w-0 flex-col justify-between gap-1.5 px-2.5 sm:px-4">
      <dt className="text-ink-soft text-xs leading-tight">{label}</dt>
      <dd className={`font-semibold text-2xl tabular-nums leading-none ${tone}`}>{value.toLocaleString('en')}</dd>
    </div>
  );
}

function TilesPlaceholder() {
  return (
    <div aria-hidden="true" className={grid}>
      {['promise', 'gateway', 'figures'].map((tile) => (
        <div key={tile} className="h-[5.625rem] animate-pulse rounded-xl border border-line bg-surface" />
      ))}
    </div>
  );
}
