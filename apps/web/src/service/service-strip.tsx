'use client';

import type { ServiceMetrics } from '@frontdesk/protocol';
import { ChevronRight, CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import { useSiteHref } from '../admin/admin-sites.tsx';
import { formatMs } from '../words/duration.ts';
import { judgePromise, type Verdict } from './promise.ts';

const looks = {
  kept: { icon: CircleCheck, text: 'text-good' },
  broken: { icon: TriangleAlert, text: 'text-bad' },
  'no-data': { icon: CircleDashed, text: 'text-ink-soft' },
} as const satisfies Record<Verdict['verdict'], unknown>;

/** How the service does right now, in a line that leads to its page: the room is the conversations'. Null until the first figures are here. */
export function ServiceStrip({ metrics }: { metrics: ServiceMetrics | null }) {
  const siteHref = useSiteHref();
  if (!metrics) return <div aria-hidden="true" className="h-5 w-72 animate-pulse rounded bg-hover" />;
  const { queueDepth, expectedWaitMs, running, workersReady, clientTtftMs } = metrics;
  const { verdict, headline, detail } = judgePromise(metrics);
  const { icon: Icon, text } = looks[verdict];
  const wait = expectedWaitMs === null ? '' : `, ≈ ${Math.ceil(expectedWaitMs / 1_000)} s wait`;
  return (
    <section aria-label="Service" className="flex items-center gap-x-5 text-sm">
      <p className="flex min-w-0 items-center gap-2">
        <Icon aria-hidden="true" className={`size-4 shrink-0 ${text}`} strokeWidth={2.25} />
        <span className={`shrink-0 font-semibold ${text}`}>{headline}</span>
        <span className="truncate text-ink-soft text-xs max-lg:sr-only">{detail}</span>
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
        className="inline-flex shrink-0 items-center rounded-md font-medium text-ink-soft text-xs hover:text-ink"
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
      <dt className="text-ink-soft text-xs">{label}</dt>
      <dd className={`font-semibold ${tone}`}>{value}</dd>
    </div>
  );
}
