'use client';

import type { AdminSite, ServicePanel } from '@frontdesk/protocol';
import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { ScopePicker, useScope } from '../admin/scope-picker.tsx';
import { SitePage } from '../admin/site-page.tsx';
import { Problem } from '../forms/form-parts.tsx';
import { useLoaded } from '../requests/use-loaded.ts';
import { FigureTiles } from './figure-tiles.tsx';
import { judgeHistory } from './promise-history.ts';
import { RangePicker } from './range-picker.tsx';
import { rangeOf, type ShownRange } from './ranges.ts';
import { ScalingList } from './scaling-list.tsx';
import { ServiceCharts } from './service-charts.tsx';
import { ServiceWords } from './service-words.tsx';
import { Verdict } from './verdict.tsx';
import { WorkerTable } from './worker-table.tsx';

/** Whether the promise is kept, now and over time, and what stands in its way. */
export function ServicePage() {
  return (
    <SitePage title="Service" about="Whether customers get their first words within 2 s, and what stands in the way.">
      {(site) => <SiteService site={site} />}
    </SitePage>
  );
}

function SiteService({ site }: { site: AdminSite }) {
  const params = useSearchParams();
  const { all } = useScope();
  const range = useMemo(() => rangeOf(new URLSearchParams(params.toString())), [params]);
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <RangePicker range={range} />
        <ScopePicker siteName={site.name} />
      </div>
      <Panel path={`${all ? 'service' : `sites/${site.id}/service`}?${range.query}`} range={range} />
    </div>
  );
}

function Panel({ path, range }: { path: string; range: ShownRange }) {
  const { data: panel, problem } = useLoaded<ServicePanel>(path, () => range.everyMs);
  const history = useMemo(() => panel && judgeHistory(panel.history.periods), [panel]);
  if (!panel || !history) return problem ? <Problem>{problem}</Problem> : <PanelPlaceholder />;
  return (
    <>
      <Problem>{problem}</Problem>
      <Verdict panel={panel} history={history} range={range} />
      <FigureTiles panel={panel} isLive={range.id === 'live'} />
      <ServiceCharts panel={panel} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3 lg:grid-cols-[minmax(0,1.9fr)_minmax(0,1fr)]">
        <WorkerTable panel={panel} />
        <ScalingList panel={panel} />
      </div>
      <ServiceWords />
    </>
  );
}

/** As large as what comes. */
function PanelPlaceholder() {
  return (
    <div role="status" className="space-y-3">
      <span className="sr-only">Loading…</span>
      <div className="h-36 animate-pulse rounded-xl border border-line bg-surface" />
      <div className="h-24 animate-pulse rounded-xl border border-line bg-surface" />
      <div className="h-72 animate-pulse rounded-xl border border-line bg-surface" />
    </div>
  );
}
