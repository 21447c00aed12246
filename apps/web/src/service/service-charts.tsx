import { judged, promise, type ServicePanel, type ServicePeriod, ttftStages } from '@frontdesk/protocol';
import { ChartSpline } from 'lucide-react';
import { ChartCard } from '../charts/chart-card.tsx';
import type { ChartTone } from '../charts/chart-series.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { formatMs } from '../words/duration.ts';
import { formatShare } from './promise.ts';
import { stageNames } from './stage-names.ts';

const stageTones = ['5', '2', '1', '6', '4', '3'] as const satisfies readonly ChartTone[];
const formatCount = (value: number) =>
  value.toLocaleString('en', { maximumFractionDigits: value < 1 ? 2 : value < 10 ? 1 : 0 });
const whole = (share: number) => formatShare(share);

/** What happened over the range, one chart a question. */
export function ServiceCharts({ panel }: { panel: ServicePanel }) {
  const { periods, total } = panel.history;
  if (judged(total.messages) + total.messages.cancelled === 0) return <NothingYet />;
  const stepMs = panel.stepMinutes * 60_000;
  const each = <Value,>(read: (period: ServicePeriod) => Value) => periods.map(read);
  const time = { times: each(({ at }) => Date.parse(at)), stepMs, group: 'service' };
  // Without messages there is nothing to show; a zero would be a figure.
  const ofAll = (read: (period: ServicePeriod) => number) =>
    each((period) => (judged(period.messages) + period.messages.cancelled === 0 ? null : read(period)));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 lg:grid-cols-2">
      <ChartCard
        {...time}
        title="First words"
        about="From a customer’s send to the first words, in their browser."
        className="lg:col-span-2"
        height={220}
        least={promise.ttftP99Ms * 1.15}
        format={formatMs}
        target={{ value: promise.ttftP99Ms, label: 'promised for 99 of 100: 2 s' }}
        series={[
          { name: 'p99', tone: '1', values: each(({ clientTtftMs }) => clientTtftMs.p99) },
          { name: 'p95', tone: '5', values: each(({ clientTtftMs }) => clientTtftMs.p95), dashed: true },
          { name: 'p50', tone: '4', values: each(({ clientTtftMs }) => clientTtftMs.p50), filled: true },
        ]}
      />
      <ChartCard
        {...time}
        title="Time per token"
        about="How fast answers go on after their first words, where the model made them."
        least={promise.tpotP99Ms * 1.15}
        format={formatMs}
        target={{ value: promise.tpotP99Ms, label: `promised for 99 of 100: ${formatMs(promise.tpotP99Ms)}` }}
        series={[
          { name: 'p99', tone: '1', values: each(({ tpotMs }) => tpotMs?.p99 ?? null) },
          { name: 'p95', tone: '5', values: each(({ tpotMs }) => tpotMs?.p95 ?? null), dashed: true },
          { name: 'p50', tone: '4', values: each(({ tpotMs }) => tpotMs?.p50 ?? null), filled: true },
        ]}
      />
      <ChartCard
        {...time}
        title="Where the time goes"
        about="Up to the first words, per message on average."
        kind="columns"
        format={formatMs}
        series={ttftStages.map((stage, index) => ({
          ...{ name: stageNames[stage].short, tone: stageTones[index] ?? '1' },
          values: ofAll(({ stageMs, messages }) => stageMs[stage] / (judged(messages) + messages.cancelled)),
        }))}
      />
      <ChartCard
        {...time}
        title="Messages"
        about="What became of them."
        className="lg:col-span-2"
        kind="columns"
        format={formatCount}
        series={[
          { name: 'In time', tone: 'good', values: ofAll(({ messages }) => messages.inTime) },
          { name: 'Late', tone: 'warn', values: ofAll(({ messages }) => messages.answered - messages.inTime) },
          {
            ...{ name: 'Without an answer', tone: 'bad' },
            values: ofAll(({ messages }) => judged(messages) - messages.answered),
          },
        ]}
      />
      <ChartCard
        {...time}
        title="Waiting for a worker"
        about="From when a message is taken in until a worker begins with it."
        format={formatMs}
        series={[
          { name: 'p99', tone: '2', values: each(({ queueMs }) => queueMs.p99) },
          { name: 'p50', tone: '4', values: each(({ queueMs }) => queueMs.p50), filled: true },
        ]}
      />
      <ChartCard
        {...time}
        title="In the queue"
        about="Messages that waited at any one moment, on average."
        format={formatCount}
        least={1}
        series={[
          {
            ...{ name: 'In the queue', tone: '2', filled: true },
            // What all waited together, over the time in which they did.
            values: ofAll(({ stageMs, durationMs }) => stageMs.queue / durationMs),
          },
        ]}
      />
      <ChartCard
        {...time}
        title="Error budget"
        about="What was left of this range’s: 1 message in 1,000 may go without an answer."
        format={whole}
        most={1}
        series={[
          {
            ...{ name: 'Left', tone: 'good', filled: true },
            values: each(({ budgetLeft }) => budgetLeft && Math.max(0, budgetLeft)),
          },
        ]}
      />
      <ChartCard
        {...time}
        title="Caches"
        about="Answers that were known, and prompts that need not be read again."
        format={whole}
        most={1}
        least={1}
        series={[
          {
            ...{ name: 'Answers from the answer cache', tone: '1' },
            values: each(({ messages }) => (messages.answered > 0 ? messages.cached / messages.answered : null)),
          },
          {
            ...{ name: 'Prompts from the prefix cache', tone: '3', dashed: true },
            values: each(({ promptTokens, prefixTokens }) => (promptTokens > 0 ? prefixTokens / promptTokens : null)),
          },
        ]}
      />
      <ChartCard
        {...time}
        title="Tokens made a second"
        about="By all workers, on average."
        format={formatCount}
        series={[
          {
            ...{ name: 'Tokens a second', tone: '4', filled: true },
            values: ofAll(({ generatedTokens, durationMs }) => generatedTokens / (durationMs / 1_000)),
          },
        ]}
      />
      <ChartCard
        {...time}
        title="Time that the prefix cache saved"
        about="Of reading prompts, all answers together."
        kind="columns"
        format={formatMs}
        series={[{ name: 'Saved', tone: '3', values: ofAll(({ prefixSavedMs }) => Math.max(0, prefixSavedMs)) }]}
      />
    </div>
  );
}

function NothingYet() {
  return (
    <EmptyState icon={ChartSpline} title="Nothing was asked in this time">
      With the first answers you see here how soon their first words came, where the time went, what the caches saved
      and how much of the error budget is left. A minute is shown once it is over.
    </EmptyState>
  );
}
