import { documentLimits } from '../limits.ts';
import { bulletSigns } from './list-marks.ts';
import type { TableCell } from './table-rows.ts';

/** Dots that lead to a price, or so many blanks that they are a gap; two behind a full stop are how some type. */
const gap = /[ \t]*(?:\.{4,}|…{2,}|\.(?: \.){3,})[ \t]*| \.{3} |\t[\t ]*|(?<![.!?:;,]) {2,}| {3,}/g;
const leader = /\.{3}|…|\. \./;
/** Between columns whose names are set in the middle. */
const wideGap = 3;
const longestGroup = 40;
/** More cells than a document may have are a text of their own. */
const mostCells = 200_000;

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

interface Line {
  text: string;
  cells: Cell[];
}

/**
 * The tables that lines of plain text are set as: cells parted by tabs, by dots, or by blanks so that columns begin or end below
 * each other. A short line alone over several rows names them, where others do; what a row has no room for goes on below it.
 * @param marks how long the mark is that each line begins with, as of a list's item; null without one
 */
export function alignedTables(lines: readonly string[], marks: readonly (number | null)[]): AlignedTable[] {
  const read = lines.map((text, index) => ({
    text: text.slice(marks[index] ?? 0),
    cells: cellsOf(text, marks[index] ?? 0),
  }));
  const tables: AlignedTable[] = [];
  for (let at = 0, end = 1; at < read.length; at = end, end += 1) {
    const isGroup = isGroupLine(read, at);
    if (!isGroup && !hasColumns(read[at])) continue;
    while (hasColumns(read[end]) || isGroupLine(read, end) || isRule(read, end) || goesOn(read, end)) end += 1;
    let own = read.slice(at, end);
    // One name alone is a line like any other.
    if (isGroup && own.filter((_, index) => isGroupLine(read, at + index)).length < 2) own = own.slice(1);
    const rows = rowsOf(own);
    if (rows) tables.push({ at: end - own.length, count: own.length, rows });
  }
  return tables;
}

/** Whether a line has cells beside each other. */
export const isInColumns = (line: string): boolean => cellsOf(line, mark.exec(line)?.[0].length ?? 0).length > 1;
const mark = new RegExp(`^\\s*(?:${bulletSigns}|(?:\\d{1,2}[.)])+)\\s+`, 'u');

const hasColumns = (line: Line | undefined): boolean => line !== undefined && line.cells.length > 1;

/** "Winter", before a row, and at the begin or behind another row. */
function isGroupLine(lines: readonly Line[], index: number): boolean {
  const [only, ...others] = lines[index]?.cells ?? [];
  if (!only || others.length > 0 || !hasColumns(lines[index + 1])) return false;
  const { text } = only;
  return (
    text.length <= longestGroup &&
    /^[\p{Lu}\d]/u.test(text) &&
    /[\p{L}\p{N})]$/u.test(text) &&
    (index === 0 || hasColumns(lines[index - 1]))
  );
}

/** A line below names, or above a sum: it parts rows. */
function isRule(lines: readonly Line[], index: number): boolean {
  return hasColumns(lines[index - 1]) && hasColumns(lines[index + 1]) && isDrawn(lines[index]?.cells ?? []);
}

const isDrawn = (cells: readonly { text: string }[]) =>
  cells.length > 0 && cells.every(({ text }) => /^[-=_+|]*$/.test(text));

/** The rest of the last cell above, for which its line had no room. */
function goesOn(lines: readonly Line[], index: number): boolean {
  const [only, ...others] = lines[index]?.cells ?? [];
  const last = lines[index - 1]?.cells.at(-1);
  if (!only || !last || others.length > 0) return false;
  // What stands in brackets tells more of it.
  return /^(?:\p{Ll}|\(.*\)$)/u.test(only.text) || (only.start > 0 && only.start >= last.start - 1);
}

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
    if (cells.length > documentLimits.columns) return [];
  }
  add(line.length);
  return cells;
}

/** Null where the lines are no table. */
function rowsOf(lines: readonly Line[]): TableCell[][] | null {
  const columns = lines.filter(hasColumns);
  const most = columns.reduce<Line['cells']>((one, { cells }) => (cells.length > one.length ? cells : one), []);
  // Where a tab or dots part them, places say nothing.
  const isLed = columns.every(({ text }) => leader.test(text) || text.trim().includes('\t'));
  const widest = isLed ? most : withCorner(most, columns);
  if (columns.length < 2 || lines.length * widest.length > mostCells) return null;
  // Of one thing, as an address is: "Phone:   0123".
  if (columns.every(({ cells }) => cells.length === 2 && cells[0]?.text.endsWith(':'))) return null;
  // Two lines of words may have a double blank at one place by chance.
  const isTold = columns.length > 2 || columns.some(({ cells }) => cells.slice(1).some(({ text }) => /\d/.test(text)));
  if (!isTold && columns.every(({ text }) => !/\t|\.{3}|…| {3}/.test(text.trim()))) return null;
  const cellsIn = isLed ? cellsLed(columns, widest.length) : ({ cells }: Line) => inColumns(cells, widest);
  const lastStart = widest.at(-1)?.start ?? 0;
  const rows: TableCell[][] = [];
  let told = 0;
  for (const line of lines) {
    const [only] = line.cells;
    const above = rows.at(-1);
    if (isDrawn(line.cells)) {
      // A line below names parts them from what they name.
      if (told === 1) for (const cell of above ?? []) cell.isHeader = true;
    } else if (hasColumns(line)) {
      const cells = cellsIn(line);
      if (!cells) return null;
      rows.push(cells);
      told += 1;
    } else if (only && above && (!/^[\p{Lu}\d]/u.test(only.text) || only.start >= lastStart - 1)) {
      // Below a column it goes on there, else with what was said last.
      const column = isLed ? -1 : widest.findIndex(({ start }, at) => at > 0 && Math.abs(start - only.start) <= 1);
      const cell =
        above[column] ?? (only.start >= lastStart - 1 ? above.at(-1) : above.findLast(({ text }) => text !== ''));
      if (cell) cell.text = `${cell.text} ${only.text}`.trim();
    } else if (only) rows.push([{ ...cellOf(only.text), columns: widest.length }]);
  }
  return rows;
}

/** A timetable's corner is empty: where most rows begin left of its days, they have a column there. */
function withCorner(widest: Cell[], rows: readonly Line[]): Cell[] {
  const left = rows.flatMap(({ cells: [first] }) => (first && first.end < (widest[0]?.start ?? 0) ? [first] : []));
  if (left.length * 2 <= rows.length) return widest;
  const corner = left.reduce((one, { start, end }) => ({
    text: '',
    start: Math.min(one.start, start),
    end: Math.max(one.end, end),
  }));
  return [corner, ...widest];
}

/** Each tab parts a cell, an empty one too, where no line has more of them than the widest has cells, or all have as many. */
function cellsLed(lines: readonly Line[], most: number): (line: Line) => TableCell[] | null {
  const cellsIn = ({ text }: Line) => text.split('\t').map((cell) => cell.trim());
  const parted = lines.map(cellsIn);
  const count = parted.reduce((one, { length }) => Math.max(one, length), 0);
  const isParted = parted.every(({ length }) => length > 1 && (length === count || count <= most));
  if (isParted && count <= documentLimits.columns) {
    // Several tabs may stand for one.
    const columns = Array.from({ length: count }, (_, at) => at).filter((at) => parted.some((cells) => cells[at]));
    return (line) => {
      const cells = cellsIn(line);
      return columns.map((at) => cellOf(cells[at] ?? ''));
    };
  }
  return ({ cells }) => Array.from({ length: most }, (_, column) => cellOf(cells[column]?.text ?? ''));
}

/** Each cell in the column that it begins or ends with, or is below the middle of; null where two would share one. */
function inColumns(row: readonly Cell[], columns: readonly Cell[]): TableCell[] | null {
  const placed: TableCell[] = columns.map(() => cellOf(''));
  let next = 0;
  for (const [index, { text, start, end }] of row.entries()) {
    const room = start - (row[index - 1]?.end ?? Number.NEGATIVE_INFINITY);
    const isBelow = (one: Cell) =>
      start === one.start || end === one.end || (room >= wideGap && (start - one.start - 1) * (end - one.end + 1) <= 0);
    while (next < columns.length && !isBelow(columns[next] as Cell)) next += 1;
    if (next === columns.length) return null;
    placed[next] = cellOf(text);
    next += 1;
  }
  return placed;
}

const cellOf = (text: string): TableCell => ({ text, isHeader: false, namesColumn: false, columns: 1, rows: 1 });
