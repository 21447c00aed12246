import { formatValue } from '../bench/load/judge.ts';
import type { PatternReport, RunReport } from './run-pattern.ts';

/** How a run is named beside the others of its pattern. */
export function runName({ choice, workers }: RunReport): string {
  return `${choice}, ${workers === undefined ? 'autoscaled' : `${workers} workers`}`;
}

/** The runs of a pattern side by side; the first row is the header. */
export function tableRows({ runs }: PatternReport): string[][] {
  return [
    [
      '',
      'TTFT p50, ms',
      'p99, ms',
      '2 s and over, %',
      'refused',
      'expired',
      'most workers',
      'average',
      'history kept, %',
    ],
    ...runs.map((run) => {
      const { figures } = run;
      return [
        runName(run),
        formatValue(figures.ttftP50Ms, 0),
        formatValue(figures.ttftP99Ms, 0),
        formatValue(100 * figures.lateShare, 2),
        formatValue(figures.refused, 0),
        formatValue(figures.expired, 0),
        formatValue(figures.mostWorkers, 0),
        formatValue(figures.averageWorkers, 1),
        formatValue(100 * figures.cachedShare, 0),
      ];
    }),
  ];
}

/** What affinity gains over plain pulling, as ratios, with as many workers and with the autoscaler. */
export function gains({ runs }: PatternReport): string[] {
  return runs.flatMap((pulling) => {
    const affinity = runs.find((run) => run.choice === 'affinity' && run.workers === pulling.workers);
    if (pulling.choice !== 'pulling' || !affinity) return [];
    const [before, after] = [pulling.figures, affinity.figures];
    const where = pulling.workers === undefined ? 'autoscaled' : `${pulling.workers} workers`;
    const workers =
      pulling.workers === undefined ? `, workers ${ratio(before.averageWorkers, after.averageWorkers)}` : '';
    return [
      `pulling / affinity, ${where}: TTFT p50 ${ratio(before.ttftP50Ms, after.ttftP50Ms)}, p99 ${ratio(before.ttftP99Ms, after.ttftP99Ms)}${workers}`,
    ];
  });
}

/** None where both are infinite. */
function ratio(one: number, other: number): string {
  return formatValue(one / other, 2);
}
