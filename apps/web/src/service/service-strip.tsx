'use client';

import type { ServiceMetrics } from '@frontdesk/protocol';
import { ChevronRight, CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import { useSiteHref } from '../admin/admin-sites.tsx';
import { formatMs } from '../words/duration.ts';
import { judgePromise, type Verdict } from './promise.ts';

/** Quieter than on its page: here nothing is done about it. */
const looks = {
  kept: { icon: CircleCheck, tone: 'text-good' },
  broken: { icon: TriangleAlert, tone: 'text-warn' },
  'no-data': { icon: CircleDashed, tone: 'text-ink-faint' },
} as const satisfies Record<Verdict['verdict'], unknown>;

/**
 * How the service does right now, for whoever runs it, in a line that leads to its page: the room is the conversations'. Null until the
 * first figures are here.
 */
export function ServiceStrip({ metrics }: { metrics: ServiceMetrics | null }) {
  const siteHref = useSiteHref();
  if (!metrics) return <div aria-hidden="true" className="h-5 w-72 animate-pulse rounded bg-hover" />;
  const { queueDepth, expectedWaitMs, running, workersReady, clientTtftMs } = metrics;
  const { verdict, headline, detail } = judgePromise(metrics);
  const { icon: Icon, tone } = looks[verdict];
  const wait = expectedWaitMs === null ? '' : `, ≈ ${Math.ceil(expectedWaitMs / 1_000)} s wait`;
  return (
    <section aria-label="Service" className="relative flex items-center gap-x-5 text-xs">
      <p className="flex min-w-0 items-center gap-1.5">
        <Icon aria-hidden="true" className={`size-3.5 shrink-0 ${tone}`} />
        <span className="shrink-0 font-medium text-ink-soft">{headline}</span>
        <span className="truncate text-ink-faint max-lg:sr-only">{detail}</span>
      </p>
      <dl className="ml-auto flex shrink-0 gap-x-5 tabular-nums">
        {clientTtftMs.p99 !== null && <Figure label="First words p99" value={formatMs(clientTtftMs.p99)} />}
        <Figure
          label="In queue"
          value={queueDepth > 0 ? `${queueDepth}${wait}` : '0'}
          tone={queueDepth > 0 ? 'text-warn' : ''}
        />
        <Figure label="Answering" value={String(running)} />
        <Figure label="Workers" value={String(workersReady)} tone={workersReady === 0 ? 'text-bad' : ''} />
      </dl>
      <a
        href={siteHref('/admin/service')}
        className="inline-flex shrink-0 items-center rounded-md font-medium text-ink-soft hover:text-ink"
      >
        More
        <span className="sr-only"> about the service</span>
        <ChevronRight aria-hidden="true" className="size-3.5" />
      </a>
    </section>
  );
}

function Figure({ label, value, tone = '' }: { label: string; value: string; tone?: string }) {
  return (
    <div className="flex items-baseline gap-1.5 whitespace-nowrap">
      <dt className="text-ink-faint">{label}</dt>
      <dd className={`font-medium ${tone || 'text-ink-soft'}`}>{value}</dd>
    </div>
  );
}
