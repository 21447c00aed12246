import { promise } from '@frontdesk/protocol';
import { type Figure, figure, type Target } from '../load/figures.ts';
import { percentile } from '../percentiles.ts';
import type { Problem, ProblemKind } from './audit.ts';
import type { ChatMessage } from './chat-customer.ts';
import type { Gap, TakeOverParts } from './gaps.ts';
import type { Strike } from './schedule.ts';
import type { Struck } from './strike.ts';

/** What a run found out. */
export interface ChaosMeasured {
  workers: number;
  messages: readonly ChatMessage[];
  problems: readonly Problem[];
  struck: readonly Struck[];
  gaps: readonly Gap[];
}

/** The names of a take-over's parts, in their order. */
export const partNames: Record<keyof TakeOverParts, string> = {
  leaseMs: 'lease',
  sweepMs: 'notice',
  claimMs: 'claim',
  prefillMs: 'prefill',
  toldMs: 'tell',
};

const limit = (most: number): Target => ({ direction: 'at most', limit: most, isPromise: false });
const none = limit(0);

/** All figures of a run with their targets, in the order of the table. */
export function chaosFigures(measured: ChaosMeasured): Figure[] {
  const { messages, problems, workers } = measured;
  const count = (kind: ChatMessage['outcome']) => messages.filter(({ outcome }) => outcome === kind).length;
  const found = (kind: ProblemKind) => problems.filter((problem) => problem.kind === kind).length;
  const ttft = messages.map(({ ttftMs }) => ttftMs);
  const answered = (100 * count('answered')) / messages.length;
  return [
    figure('messages', '', messages.length),
    figure('answered', '%', answered, 2, {
      ...{ direction: 'at least', limit: 100 * promise.availability, isPromise: true },
    }),
    figure('refused, given up, unanswered', '', messages.length - count('answered') - count('wrong-text')),
    figure('lost', '', found('lost'), 0, none),
    figure('doubled', '', found('doubled'), 0, none),
    figure('without an end', '', found('unended'), 0, none),
    figure('torn', '', found('torn'), 0, none),
    ...takeOverFigures(
      measured,
      'worker-killed',
      'a worker’s death',
      workers > 1 ? { p95: 3_000, most: 6_000 } : { most: 8_000 },
    ),
    ...(workers > 1 ? takeOverFigures(measured, 'worker-stopped', 'a worker’s stop', { most: 6_000 }) : []),
    ...silenceFigures(measured, 'gateway-killed', 'the gateway’s death'),
    ...silenceFigures(measured, 'database-restarted', 'the database’s restart'),
    ...(measured.struck.some(({ event }) => event.kind === 'redis-restarted')
      ? silenceFigures(measured, 'redis-restarted', 'the death of Redis')
      : []),
    figure('TTFT p50', 'ms', percentile(ttft, 0.5)),
    figure('TTFT p99', 'ms', percentile(ttft, 0.99)),
  ];
}

/** What is wanted of the times until answers go on, in milliseconds. */
interface Wanted {
  p95?: number;
  most: number;
}

function takeOverFigures(measured: ChaosMeasured, kind: Strike['kind'], name: string, wanted: Wanted): Figure[] {
  const gaps = measured.gaps.filter(({ event }) => event.kind === kind);
  const times = gaps.map(({ gapMs }) => gapMs);
  const parts = gaps.flatMap((gap) => gap.parts ?? []);
  return [
    figure(`answers that went on after ${name}`, '', gaps.length),
    figure(
      `gap after ${name} p95`,
      'ms',
      percentile(times, 0.95),
      0,
      wanted.p95 === undefined ? undefined : limit(wanted.p95),
    ),
    figure(`gap after ${name} at most`, 'ms', percentile(times, 1), 0, limit(wanted.most)),
    ...Object.entries(partNames).map(([part, partName]) => {
      const ms = parts.map((one) => one[part as keyof TakeOverParts]);
      return figure(`${partName} after ${name} p50`, 'ms', percentile(ms, 0.5));
    }),
    ...readyFigure(measured, kind, name),
  ];
}

function silenceFigures(measured: ChaosMeasured, kind: Strike['kind'], name: string): Figure[] {
  const times = measured.gaps.filter(({ event }) => event.kind === kind).map(({ gapMs }) => gapMs);
  return [
    figure(`gap after ${name} p95`, 'ms', percentile(times, 0.95)),
    figure(`gap after ${name} at most`, 'ms', percentile(times, 1)),
    ...readyFigure(measured, kind, name),
  ];
}

/** Until what had ended was there again. */
function readyFigure({ struck }: ChaosMeasured, kind: Strike['kind'], name: string): Figure[] {
  const times = struck.flatMap(({ event, readyMs }) => (event.kind === kind && readyMs !== null ? readyMs : []));
  return times.length === 0 ? [] : [figure(`ready again after ${name}, at most`, 'ms', Math.max(...times))];
}
