import { markdownTable } from '../markdown-table.ts';
import type { Figure } from './figures.ts';
import { formatValue, isMissed, medianOf } from './judge.ts';

/**
 * Figures of one or several runs side by side with the targets, as a Markdown table: of runs with the same settings with
 * their median, of different ones under their `names`.
 */
export function figuresTable(runs: readonly (readonly Figure[])[], names?: readonly string[]): string {
  const { header, rows } = sideBySide(runs, names);
  return markdownTable([
    header,
    ...rows.map(({ figure, cells }) => [...cells, names ? limitOf(figure) : targetOf(figure)]),
  ]);
}

/** The figures of runs in columns: the names of all columns, and a row's cells but the last one, the target. */
export function sideBySide(runs: readonly (readonly Figure[])[], names?: readonly string[]) {
  const several = runs.length > 1 && !names;
  const columns = names ?? runs.map((_, index) => (several ? `run ${index + 1}` : 'value'));
  const rows = medianOf(runs).map((figure) => {
    const { name, unit, digits, value } = figure;
    const ofRuns = runs.map((run) => run.find((one) => one.name === name)?.value ?? Number.NaN);
    const values = [...ofRuns, ...(several ? [value] : [])].map((one) => formatValue(one, digits));
    return { figure, cells: [unit === '' ? name : `${name}, ${unit}`, ...values] };
  });
  return { header: ['', ...columns, ...(several ? ['median'] : []), 'target'], rows };
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
