import { markdownTable } from '../markdown-table.ts';
import type { Figure } from './figures.ts';
import { formatValue, isMissed, medianOf } from './judge.ts';

/**
 * Figures of one or several runs side by side with the targets, as a Markdown table: of runs with the same settings with
 * their median, of different ones under their `names`.
 */
export function figuresTable(runs: readonly (readonly Figure[])[], names?: readonly string[]): string {
  const median = medianOf(runs);
  const several = runs.length > 1 && !names;
  const header = [
    '',
    ...(names ?? runs.map((_, index) => (several ? `run ${index + 1}` : 'value'))),
    ...(several ? ['median'] : []),
  ];
  const rows = median.map((figure) => {
    const { name, unit, digits, value } = figure;
    const ofRuns = runs.map((run) => run.find((one) => one.name === name)?.value ?? Number.NaN);
    const cells = [...ofRuns, ...(several ? [value] : [])].map((one) => formatValue(one, digits));
    return [unit === '' ? name : `${name}, ${unit}`, ...cells, names ? limitOf(figure) : targetOf(figure)];
  });
  return markdownTable([[...header, 'target'], ...rows]);
}

/** What a figure shall be, and whether it is not. */
export function targetOf(figure: Figure): string {
  return `${limitOf(figure)}${isMissed(figure) ? ' missed' : ''}`;
}

function limitOf({ target, digits }: Figure): string {
  if (!target) return '';
  const sign = { below: '<', 'at most': '≤', 'at least': '≥' }[target.direction];
  return `${sign} ${formatValue(target.limit, Number.isInteger(target.limit) ? 0 : digits)}`;
}
