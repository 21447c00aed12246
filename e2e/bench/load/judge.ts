import { percentile } from '../percentiles.ts';
import { type Figure, mean, promisedTtftMs } from './figures.ts';
import type { Measured } from './measured.ts';
import { stages, stagesOf } from './stages.ts';

/** Whether a figure misses its target. What nothing tells of counts as missed. */
export function isMissed({ value, target }: Figure): boolean {
  if (!target) return false;
  const { direction, limit } = target;
  if (direction === 'below') return !(value < limit);
  return direction === 'at least' ? !(value >= limit) : !(value <= limit);
}

/** A figure and what was wanted, in words. */
export function describeMiss(figure: Figure): string {
  const { name, unit, value, digits, target } = figure;
  const withUnit = (text: string) => (unit === '' ? text : `${text} ${unit}`);
  return `${name} ${withUnit(formatValue(value, digits))}, wanted ${target?.direction} ${withUnit(String(target?.limit))}`;
}

export function formatValue(value: number, digits: number): string {
  if (Number.isNaN(value)) return '-';
  if (!Number.isFinite(value)) return '∞';
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Of several runs: each figure's median, or the worst one where no run may miss it. */
export function medianOf(runs: readonly (readonly Figure[])[]): Figure[] {
  const [first = []] = runs;
  return first.map((figure) => {
    const values = runs.flatMap((run) => run.find(({ name }) => name === figure.name)?.value ?? []);
    const value = figure.target?.everyRun ? Math.max(...values) : percentile(values, 0.5);
    return { ...figure, value };
  });
}

/** The figures that miss their targets. */
export function missesOf(figures: readonly Figure[]): Figure[] {
  return figures.filter(isMissed);
}

/** What of the promise to customers a run broke. */
export function brokenPromises(figures: readonly Figure[]): Figure[] {
  return missesOf(figures).filter(({ target }) => target?.isPromise);
}

/**
 * Where the time went for those who waited longest: the answers over the promised time, or the slowest hundredth where
 * there are none. Milliseconds, on average; undefined where no answer went through all stages.
 */
export function slowestStages(
  measured: Pick<Measured, 'sent' | 'rows'>,
): { ttftMs: number; stages: { name: string; ms: number }[] } | undefined {
  const all = stagesOf(measured);
  const from = percentile(
    all.map(({ ttft }) => ttft),
    0.99,
  );
  const late = all.filter(({ ttft }) => ttft >= Math.min(from, promisedTtftMs));
  if (late.length === 0) return undefined;
  return {
    ttftMs: mean(late.map(({ ttft }) => ttft)),
    stages: stages
      .map((name) => ({ name, ms: mean(late.map((times) => times[name])) }))
      .sort((one, other) => other.ms - one.ms),
  };
}

/** What broke the promise in a run, in words; empty where it held. */
export function describeBreak(measured: Measured, figures: readonly Figure[]): string[] {
  const broken = brokenPromises(figures);
  if (broken.length === 0) return [];
  const slowest = slowestStages(measured);
  const busy = figures.filter(({ name }) => name.endsWith(' keeps busy')).sort((one, other) => other.value - one.value);
  return [
    ...broken.map(describeMiss),
    ...(slowest
      ? [
          `of the ${slowest.ttftMs.toFixed(0)} ms of the slowest: ${slowest.stages
            .map(({ name, ms }) => `${name} ${ms.toFixed(0)}`)
            .join(', ')}`,
        ]
      : []),
    ...(busy.length > 0
      ? [`cores: ${busy.map(({ name, value }) => `${name.replace(' keeps busy', '')} ${value.toFixed(2)}`).join(', ')}`]
      : []),
  ];
}
