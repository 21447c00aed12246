import type { TableCell } from './table-rows.ts';

/** A tab, dots that lead to a price, or so many blanks that they are a gap; two behind a full stop are how some type. */
const gap = /\t[\t ]*|[ \t]*(?:\.{4,}|…{2,}|\.(?: \.){3,})[ \t]*| \.{3} |(?<![.!?:;,]) {2,}| {3,}/g;
const leader = /\.{3}|…|\. \./;

/** What stands between gaps, and where. */
interface Cell {
  text: string;
  start: number;
  end: number;
}

/** A table among lines: the first of its own, how many they are, and what they say. */
export interface AlignedTable {
  at: number;
  count: number;
  rows: TableCell[][];
}

/**
 * The tables that lines of plain text are set as: cells parted by tabs, by dots, or by blanks so that columns begin or end below
 * each other.
 * @param marks how long the mark is that each line begins with, as of a list's item; null without one
 */
export function alignedTables(lines: readonly string[], marks: readonly (number | null)[]): AlignedTable[] {
  const cells = lines.map((line, index) => cellsOf(line, marks[index] ?? 0));
  const tables: AlignedTable[] = [];
  for (let at = 0, end = 1; at < lines.length; at = end, end += 1) {
    if (!hasColumns(cells[at])) continue;
    while (hasColumns(cells[end])) end += 1;
    const rows = rowsOf(lines.slice(at, end), cells.slice(at, end));
    if (rows) tables.push({ at, count: end - at, rows });
  }
  return tables;
}

const hasColumns = (cells: readonly Cell[] | undefined) => cells !== undefined && cells.length > 1;

function cellsOf(line: string, start: number): Cell[] {
  const cells: Cell[] = [];
  let from = start;
  const add = (to: number) => {
    const text = line.slice(from, to).trim();
    const begin = from + line.slice(from, to).search(/\S/);
    if (text !== '') cells.push({ text, start: begin, end: begin + text.length });
  };
  for (const { 0: found, index } of line.matchAll(gap)) {
    if (index < start) continue;
    add(index);
    from = index + found.length;
  }
  add(line.length);
  return cells;
}

/** Null where the lines are no table. */
function rowsOf(lines: readonly string[], cells: readonly Cell[][]): TableCell[][] | null {
  if (lines.length < 2) return null;
  const widest = cells.reduce((one, other) => (other.length > one.length ? other : one));
  // Where a tab or dots part them, places say nothing.
  if (lines.every((line) => leader.test(line) || line.trim().includes('\t'))) {
    return cells.map((row) => Array.from(widest, (_, column) => cellOf(row[column]?.text ?? '')));
  }
  const rows = cells.map((row) => inColumns(row, widest));
  return rows.every((row) => row !== null) ? rows : null;
}

/** Each cell in the column that it begins or ends with, or is below the middle of; null where two would share one. */
function inColumns(row: readonly Cell[], columns: readonly Cell[]): TableCell[] | null {
  const placed: TableCell[] = columns.map(() => cellOf(''));
  let last = -1;
  for (const { text, start, end } of row) {
    const column = columns.findIndex((one) => (start - one.start) * (end - one.end) <= 0);
    if (column <= last) return null;
    last = column;
    placed[column] = cellOf(text);
  }
  return last > 0 ? placed : null;
}

const cellOf = (text: string): TableCell => ({ text, isHeader: false, namesColumn: false, columns: 1, rows: 1 });
