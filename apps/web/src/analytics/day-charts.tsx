import type { Analytics, AnalyticsDay } from '@frontdesk/protocol';
import { ChartCard } from '../charts/chart-card.tsx';
import { outcomeSeries } from './outcome-series.ts';

const dayMs = 86_400_000;
const formatCount = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 0 });

/** Day by day. */
export function DayCharts({ analytics: { days } }: { analytics: Analytics }) {
  const each = (read: (day: AnalyticsDay) => number) => days.map(read);
  // Midnight where whoever looks lives: a chart shows its times there.
  const time = { times: days.map(({ day }) => new Date(`${day}T00:00`).getTime()), stepMs: dayMs, group: 'analytics' };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 lg:grid-cols-2">
      <ChartCard
        {...time}
        title="Conversations"
        about="By the day on which they began, and what became of them."
        className="lg:col-span-2"
        kind="columns"
        height={220}
        least={4}
        format={formatCount}
        series={outcomeSeries(days)}
      />
      <ChartCard
        {...time}
        title="Share solved by the bot"
        about="Of the day’s conversations, those that are still open left out."
        format={(share) => `${Math.round(share * 100)}%`}
        least={1}
        most={1}
        series={[
          {
            ...{ name: 'Confirmed and assumed', tone: '4', dashed: true },
            values: days.map((day) => shareOf(day, day.confirmed + day.assumed)),
          },
          { name: 'Confirmed', tone: 'good', values: days.map((day) => shareOf(day, day.confirmed)) },
        ]}
      />
      <ChartCard
        {...time}
        title="Messages"
        kind="columns"
        least={4}
        format={formatCount}
        series={[
          { name: 'Customers', tone: '5', values: each(({ visitorMessages }) => visitorMessages) },
          { name: 'Bot', tone: '1', values: each(({ botMessages }) => botMessages) },
          { name: 'People', tone: '2', values: each(({ agentMessages }) => agentMessages) },
        ]}
      />
    </div>
  );
}

function shareOf({ conversations, open }: AnalyticsDay, part: number): number | null {
  const ended = conversations - open;
  return ended === 0 ? null : part / ended;
}
