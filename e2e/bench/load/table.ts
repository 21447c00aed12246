import { markdownTable } from '../markdown-table.ts';
import type { Figure } from './figures.ts';
import { formatValue, isMissed, medianOf } from './judge.ts';

/** Figures of one or several runs with the same settings side by side, their median and the targets, as a Markdown table. */
export function figuresTable(runs: readonly (readonly Figure[])[]): string {
  const median = medianOf(runs);
  const several = runs.length > 1;
  const header = [
    '',
    ...runs.map((_, index) => (several ? `run ${index + 1}` : 'value')),
    ...(several ? ['median'] : []),
  ];
  const rows = median.map((figure) => {
    const { name, unit, digits, value } = figure;
    const ofRuns = runs.map((run) => run.find((one) => one.name === name)?.value ?? Number.NaN);
    const cells = [...ofRuns, ...(several ? [value] : [])].map((one) => formatValue(one, digits));
    return [unit === '' ? name : `${name}, ${unit}`, ...cells, targetOf(figure)];
  });
  return markdownTable([[...header, 'target'], ...rows]);
}

/** What a figure shall be, and whether it is not. */
export function targetOf(figure: Figure): string {
  const { target } = figure;
  if (!target) return '';
  const sign = { below: '<', 'at most': '≤', 'at least': '≥' }[target.direction];
  return `${sign} ${formatValue(target.limit, Number.isInteger(target.limit) ? 0 : figure.digits)}${isMissed(figure) ? ' missed' : ''}`;
}
