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
  return `${sign} ${formatValue(target.limit, 0)}${isMissed(figure) ? ' missed' : ''}`;
}

/** The first row is the header, the first column names the rows; all others are figures. */
function markdownTable(rows: readonly (readonly string[])[]): string {
  const [header = []] = rows;
  const widths = header.map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(header), line(rule), ...rows.slice(1).map(line)].join('\n');
}
