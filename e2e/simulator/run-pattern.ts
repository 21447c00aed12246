import { asksOf, followCurve } from './customers.ts';
import { type Figures, figuresOf, ttftP99OverTime } from './figures.ts';
import type { Pattern } from './patterns.ts';
import type { Run, Scenario } from './scenario.ts';
import type { ServiceTimes } from './service-times.ts';
import { simulate } from './simulation.ts';

export interface PatternReport {
  name: string;
  description: string;
  seconds: number;
  /** Customers over time. */
  users: Point[];
  runs: RunReport[];
}

/** The same customers, served in one of the ways. */
export interface RunReport {
  choice: Scenario['choice'];
  /** Where it stays; left out where the autoscaler decides. */
  workers?: number;
  figures: Figures;
  /** Of the first seed. */
  waiting: Point[];
  wanted: Point[];
  ready: Point[];
  /** Of the messages of the last 30 s. Infinite, and null in the file, where more than a hundredth had no answer. */
  ttftP99Ms: Point[];
}

/** Seconds from the beginning of what is measured, and a value. */
export type Point = readonly [number, number];

/** Customers and chance are drawn anew for each, and the messages of all counted together. */
const seeds = [1, 2];
/** Before what is measured: caches fill, and customers that were spread evenly mix. */
const warmUpSeconds = 60;
const slots = 32;
const p99OverMs = 30_000;
const chartStepSeconds = 2;

/** Plain pulling and affinity, each with workers whose number is fixed and with the autoscaler. */
export function runPattern(pattern: Pattern, times: ServiceTimes): PatternReport {
  const steps = Array.from({ length: pattern.seconds / chartStepSeconds + 1 }, (_, step) => step * chartStepSeconds);
  const report = (workers: Scenario['workers'], choice: Scenario['choice']): RunReport => {
    const runs = seeds.map((seed) => simulate(scenarioOf(pattern, { times, workers, choice, seed })));
    const [fromMs, untilMs] = [1_000 * warmUpSeconds, 1_000 * (warmUpSeconds + pattern.seconds)];
    return {
      choice,
      ...(typeof workers === 'number' ? { workers } : {}),
      figures: figuresOf(runs, { fromMs, untilMs }),
      ...chartsOf(runs[0] as Run, steps),
    };
  };
  return {
    ...{ name: pattern.name, description: pattern.description, seconds: pattern.seconds },
    users: steps.map((second) => [second, Math.round(pattern.usersAt(second))]),
    runs: [pattern.workers, pattern.limits].flatMap((workers) => [
      report(workers, 'pulling'),
      report(workers, 'affinity'),
    ]),
  };
}

function scenarioOf(
  { usersAt, seconds, workload, losses }: Pattern,
  { seed, ...others }: Pick<Scenario, 'times' | 'workers' | 'choice' | 'seed'>,
): Scenario {
  const customers = followCurve(
    (second) => usersAt(Math.max(0, second - warmUpSeconds)),
    warmUpSeconds + seconds,
    seed,
  );
  return {
    ...{ ...others, seed, slots },
    askers: customers.map((customer) => ({ ...customer, asks: asksOf(customer, workload, seed) })),
    lossesMs: losses.map((second) => 1_000 * (warmUpSeconds + second)),
    untilMs: 1_000 * (warmUpSeconds + seconds),
  };
}

function chartsOf({ messages, samples }: Run, steps: readonly number[]) {
  const timesMs = steps.map((second) => 1_000 * (warmUpSeconds + second));
  const byTime = new Map(samples.map((sample) => [sample.atMs, sample]));
  const points = (read: (sample: Run['samples'][number]) => number): Point[] =>
    steps.flatMap((second, step) => {
      const sample = byTime.get(timesMs[step] ?? 0);
      return sample ? [[second, read(sample)] as const] : [];
    });
  const p99 = ttftP99OverTime(messages, timesMs, p99OverMs);
  return {
    waiting: points(({ waiting }) => waiting),
    wanted: points(({ wanted }) => wanted),
    ready: points(({ ready }) => ready),
    ttftP99Ms: steps.flatMap((second, step) => {
      const value = p99[step];
      return value === undefined || Number.isNaN(value) ? [] : [[second, Math.round(value)] as const];
    }),
  };
}
