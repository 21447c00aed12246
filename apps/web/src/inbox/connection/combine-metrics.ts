import {
  judged,
  type MessageCounts,
  type Percentiles,
  type ServiceMetrics,
  type StageMs,
  sumCounts,
  ttftStages,
} from '@frontdesk/protocol';

/**
 * Pure: the figures of several sites as one's; null where there are none. Workers and the wait are everybody's. What can't be told
 * from parts is not: percentiles where more than one site has some, the error budget where there is more than one site.
 */
export function combineMetrics(all: readonly ServiceMetrics[]): ServiceMetrics | null {
  const [first] = all;
  if (!first || all.length === 1) return first ?? null;
  const sum = (of: (metrics: ServiceMetrics) => number) => all.reduce((total, one) => total + of(one), 0);
  return {
    ...first,
    queueDepth: sum(({ queueDepth }) => queueDepth),
    running: sum(({ running }) => running),
    goodputPerSecond: sum(({ goodputPerSecond }) => goodputPerSecond),
    messages: sumCounts(all.map(({ messages }) => messages)),
    clientTtftMs: percentiles(all.map(({ clientTtftMs }) => clientTtftMs)),
    gatewayTtftMs: percentiles(all.map(({ gatewayTtftMs }) => gatewayTtftMs)),
    tpotMs: undefined,
    stageMs: weighted(all.map(({ stageMs, messages }) => ({ stageMs, weight: judged(messages) }))),
    lateStageMs: weighted(all.map(({ lateStageMs, messages }) => ({ stageMs: lateStageMs, weight: late(messages) }))),
    budget: { windowMs: first.budget.windowMs, availability: null, left: null },
  };
}

const late = (messages: MessageCounts): number => judged(messages) - messages.inTime;

type Counted = Percentiles & { count: number };

function percentiles(all: readonly Counted[]): Counted {
  const [some, another] = all.filter(({ count }) => count > 0);
  if (some && !another) return some;
  return { p50: null, p95: null, p99: null, count: all.reduce((total, { count }) => total + count, 0) };
}

function weighted(all: readonly { stageMs: StageMs; weight: number }[]): StageMs {
  const whole = Math.max(
    1,
    all.reduce((total, { weight }) => total + weight, 0),
  );
  const mean = (stage: keyof StageMs) =>
    all.reduce((total, { stageMs, weight }) => total + stageMs[stage] * weight, 0) / whole;
  return Object.fromEntries(ttftStages.map((stage) => [stage, mean(stage)])) as StageMs;
}
