'use client';

import { type AdminSite, type Analytics, may } from '@frontdesk/protocol';
import { ChartColumn, Download } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { ScopePicker, useScope } from '../admin/scope-picker.tsx';
import { SitePage } from '../admin/site-page.tsx';
import { TimePicker } from '../admin/time-picker.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { Problem } from '../forms/form-parts.tsx';
import { DownloadLink } from '../requests/download-link.tsx';
import { useLoaded } from '../requests/use-loaded.ts';
import { useNow } from '../words/use-now.ts';
import { AgentTable } from './agent-table.tsx';
import { BusiestHours } from './busiest-hours.tsx';
import { DayCharts } from './day-charts.tsx';
import { FigureTiles } from './figure-tiles.tsx';
import { dayChoices, dayProblem, dayRange } from './range.ts';
import { ResponseTimes } from './response-times.tsx';
import { Satisfaction } from './satisfaction.tsx';
import { TopQuestions } from './top-questions.tsx';

/** What became of conversations: by the bot, by people, and what customers think of it. */
export function AnalyticsPage() {
  return (
    <SitePage
      title="Analytics"
      about="What customers ask, what the bot solves by itself, and how soon people answer the rest."
    >
      {(site) => <SiteAnalytics site={site} />}
    </SitePage>
  );
}

function SiteAnalytics({ site }: { site: AdminSite }) {
  const wanted = useSearchParams();
  const { all } = useScope();
  // The last day is today, also past midnight.
  const nowMs = useNow(againMs);
  // A server does not know where whoever looks lives.
  if (nowMs === null) return null;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const { id, from, to } = dayRange(wanted, new Date(nowMs), timeZone);
  const base = all ? 'analytics' : `sites/${site.id}/analytics`;
  const query = new URLSearchParams({ from, to, timeZone }).toString();
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <TimePicker choices={dayChoices} chosen={id} custom={{ type: 'date', from, to, problemOf: dayProblem }} />
        <div className="flex flex-wrap items-center gap-3">
          <ScopePicker siteName={site.name} />
          <DownloadLink href={`/v1/admin/${base}/days.csv?${query}`}>
            <Download aria-hidden="true" className="size-4" />
            CSV by day
          </DownloadLink>
        </div>
      </div>
      <Figures {...{ base, query }} agents={all || may(site.role, 'agents.read')} />
    </div>
  );
}

/** Figures are brought up to now every few seconds; so often nobody looks at days. */
const againMs = 60_000;

interface Props {
  /** Where they are asked for, and of which days. */
  base: string;
  query: string;
  /** Whether those of single people are shown. */
  agents: boolean;
}

function Figures({ base, query, agents }: Props) {
  const { data, problem } = useLoaded<Analytics>(`${base}?${query}`, () => againMs);
  if (!data) {
    if (problem) return <Problem>{problem}</Problem>;
    return (
      <div role="status" className="space-y-3">
        <span className="sr-only">Loading…</span>
        <div className="h-24 animate-pulse rounded-xl border border-line bg-surface" />
        <div className="h-72 animate-pulse rounded-xl border border-line bg-surface" />
      </div>
    );
  }
  const { conversations, visitorMessages, agentMessages } = data.total;
  return (
    <>
      <Problem>{problem}</Problem>
      <FigureTiles analytics={data} />
      {conversations + visitorMessages + agentMessages === 0 ? (
        <NothingYet />
      ) : (
        <Charts analytics={data} {...{ base, query, agents }} />
      )}
    </>
  );
}

function NothingYet() {
  return (
    <EmptyState icon={ChartColumn} title="No conversation began in this time">
      As soon as customers ask, you see here what the bot solved and what was left to people, how soon they answered, at
      which hours customers write, and what they ask again and again.
    </EmptyState>
  );
}

function Charts({ analytics, base, query, agents }: Props & { analytics: Analytics }) {
  const csv = (name: string) => `/v1/admin/${base}/${name}.csv?${query}`;
  return (
    <>
      <DayCharts analytics={analytics} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 lg:grid-cols-[minmax(0,1.25fr)_minmax(0,1fr)]">
        <ResponseTimes analytics={analytics} />
        <Satisfaction analytics={analytics} />
      </div>
      {agents && <AgentTable path={`${base}/agents?${query}`} csv={csv('agents')} againMs={againMs} />}
      <BusiestHours analytics={analytics} />
      <TopQuestions analytics={analytics} csv={csv('questions')} />
    </>
  );
}
