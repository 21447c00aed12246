import type { AnalyticsDay } from '@frontdesk/protocol';
import type { ChartSeries } from '../charts/chart-series.ts';

type Outcome = ChartSeries & { values: readonly number[] };

/** What became of each day's conversations: each of them is in one of these. */
export function outcomeSeries(days: readonly AnalyticsDay[]): Outcome[] {
  const each = (read: (day: AnalyticsDay) => number) => days.map(read);
  return [
    { name: 'Solved, confirmed', tone: 'good', values: each(({ confirmed }) => confirmed) },
    { name: 'Solved, assumed', tone: '4', values: each(({ assumed }) => assumed) },
    { name: 'Handed to a person', tone: '1', values: each(({ handedOver }) => handedOver) },
    { name: 'By people, unasked', tone: '5', values: each(({ byPeople }) => byPeople) },
    { name: 'Not solved', tone: '2', values: each(({ notSolved }) => notSolved) },
    { name: 'Open', tone: 'neutral', values: each(({ open }) => open) },
  ];
}
