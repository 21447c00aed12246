import { documentLimits } from '../limits.ts';
import { splitSentences } from '../passages/split-sentences.ts';
import { areWholeNames, isAboveFigures, looksLikeNames, sharesName } from './header-row.ts';
import { mayBeMerged, repeatMerged } from './merged-cells.ts';
import { type SectionBuilder, tooLong, unfoldedLevel } from './section-builder.ts';

/**
 * A table's row as a sentence can tell it. With a header `Product: Tour 3; Price: 849`; a row of two cells without one is
 * taken as a name and its value.
 */
export function rowText(header: readonly string[] | null, cells: readonly string[]): string {
  const filled = withoutDashes(cells.map((cell) => cell.trim()));
  if (!header && filled.length === 2 && filled[0] && filled[1])
    return `${filled[0].replace(/\s*:$/, '')}: ${filled[1]}`;
  const parts = filled
    .map((cell, column) => {
      const name = header?.[column]?.trim().replace(/\s*:$/, '') ?? '';
      return cell === '' || name === '' ? cell : `${name}: ${cell}`;
    })
    .filter((part) => part !== '');
  // What stood behind several sentences would be part of the last.
  const texts = parts.filter((part) => splitSentences(part).length > 1);
  const values = parts.filter((part) => !texts.includes(part));
  const ended = texts.map((text, index) =>
    index === texts.length - 1 || /[.!?…]["')\]]?$/.test(text) ? text : `${text}.`,
  );
  return [...values, ended.join(' ')]
    .filter((part) => part !== '')
    .map((part, index, all) => (index < all.length - 1 ? part.replace(/(?<!\.)\.$/, '') : part))
    .join('; ');
}

/** A dash in a cell stands for none; but beside a name alone it says something: "Sunday: –". */
function withoutDashes(cells: readonly string[]): readonly string[] {
  const said = cells.map((cell) => (/^[-–—]{1,3}$/.test(cell) ? '' : cell));
  return said.filter(Boolean).length > 1 ? said : cells;
}

/** A cell as HTML has it: it may reach over several columns and rows. */
export interface TableCell {
  text: string;
  isHeader: boolean;
  /** It says that it is the name of a column. */
  namesColumn: boolean;
  /** All of it is set in bold. */
  isBold?: boolean;
  columns: number;
  rows: number;
}

/** A row as a sentence can tell it, and what the rows are called that it stands among: "Winter". */
interface TableText {
  text: string;
  group: string | null;
}

/** Of the rows of a table that stand under a row of one cell: within its caption. */
const groupLevel = unfoldedLevel + 2;

/** Puts the rows of a table into what is being built, each under the title of its group. */
export function addTable(builder: SectionBuilder, groups: readonly (readonly TableCell[][])[]): void {
  let group: string | null = null;
  for (const row of tableTexts(groups)) {
    if (row.group !== group) builder.leave(groupLevel);
    if (row.group !== group && row.group !== null) builder.label(groupLevel, row.group);
    group = row.group;
    builder.add('row', row.text);
  }
  builder.leave(groupLevel);
}

/**
 * The rows of a table, group after group, as sentences can tell them. No cell reaches out of its group. Columns may be
 * named anew further down; a row of one cell may be the title of those below it.
 * @throws DocumentError `too_long`
 */
function tableTexts(groups: readonly (readonly TableCell[][])[]): TableText[] {
  const texts: TableText[] = [];
  let header: readonly TableCell[] | undefined;
  let names: string[] | null = null;
  let group: string | null = null;
  let isBody = false;
  const rows = spread(groups);
  const unmarked = unmarkedHeader(rows);
  const titles = titleRows(rows, unmarked);
  const repeated = repeatMerged(
    rows.map((row) => (isAcross(row) || isNames(row, unmarked) ? [row[0]?.text ?? '', ''] : textsOf(row))),
  );
  for (const [index, row] of rows.entries()) {
    const isOther: boolean = isBody && namesAnew(row, names ?? [], rows[index + 1]);
    if (titles.has(row)) {
      group = row[0]?.text ?? '';
    } else if (isAcross(row)) {
      // It stands under no name, and below all rows under no title: "Prices include VAT."
      texts.push({ text: row[0]?.text ?? '', group: index === rows.length - 1 ? null : group });
    } else if (isOther || (!isBody && isNames(row, unmarked) && (!header || header.some(isLarge)))) {
      const outer: readonly string[] | null = isOther ? null : names;
      const named: string[] = row.map(({ text }, column) => joinNames(outer?.[column] ?? '', text));
      names = named.some(Boolean) ? named : null;
      header = row;
      isBody = false;
    } else {
      isBody = true;
      const first = { ...noCell, text: repeated[index]?.[0] ?? '' };
      const isRepeated = row[0]?.text === '' && mayBeMerged(names?.[0]);
      texts.push({ text: spreadRowText(names, isRepeated ? [first, ...row.slice(1)] : row), group });
    }
  }
  return texts;
}

/** One cell across the table. */
const isAcross = (row: readonly TableCell[]) => new Set(row).size === 1;

const isNames = (row: readonly TableCell[], unmarked?: readonly TableCell[]) =>
  row === unmarked || row.every(({ isHeader }) => isHeader);

const textsOf = (row: readonly TableCell[]) => row.map(({ text }) => text);

/** Whether the columns have other names from here on. A sum may be marked as names are, but is none. */
function namesAnew(row: readonly TableCell[], names: readonly string[], next: readonly TableCell[] = []): boolean {
  if (next.length === 0 || isAcross(next) || (isNames(next) && !row.some(isLarge))) return false;
  if (row.every(({ namesColumn }) => namesColumn)) return true;
  const looksSo = () => looksLikeNames(textsOf(row), [textsOf(next)]);
  return sharesName(textsOf(row), names) ? isNames(row) || looksSo() : isNames(row) && looksSo();
}

/**
 * Rows of one cell that are titles of those below them. Cells that are not marked are titles where the table begins with one and
 * has several: else they may tell more of the row above, or of the table.
 */
function titleRows(rows: readonly TableCell[][], unmarked?: readonly TableCell[]): Set<readonly TableCell[]> {
  const candidates = rows.filter((row, index) => {
    const next = rows[index + 1];
    const text = row[0]?.text ?? '';
    return isAcross(row) && next && !isAcross(next) && text.length <= 80 && /[^\s.!?,;]$/.test(text);
  });
  const first = rows.findIndex((row) => isAcross(row) || !isNames(row, unmarked));
  const isGrouped = new Set(candidates.map((row) => row[0]?.text)).size > 1;
  const begins = isGrouped && candidates.includes(rows[first] ?? []);
  const top = rows.findIndex((row) => !isAcross(row));
  const below = new Set(top < 0 ? [] : rows.slice(top));
  return new Set(candidates.filter((row) => begins || (row[0]?.isHeader && (isGrouped || below.has(row)))));
}

/** Many tables mark no names: then the first row may be names all the same, as below an empty corner. */
function unmarkedHeader(rows: readonly TableCell[][]): TableCell[] | undefined {
  const [first, ...below] = rows.filter((row) => new Set(row).size > 1);
  if (!first || rows.some((row) => row.some(({ isHeader }) => isHeader))) return undefined;
  const [corner, ...others] = textsOf(first);
  const isCornered =
    corner === '' && below.length > 0 && [...others, ...below.map((row) => row[0]?.text)].every(Boolean);
  // What names the columns anew is no figure below them.
  const values = below.map(textsOf).filter((row) => !sharesName(row, textsOf(first)));
  // Two columns are more often names and their values, which may end like a name: "Room", "Double room".
  const mayBeNames = first.length > 2 || areWholeNames(textsOf(first));
  const isHeader =
    (areBold(first) && below.some((row) => !row.slice(1).some(({ isBold }) => isBold))) ||
    isCornered ||
    isAboveFigures(textsOf(first), values) ||
    (mayBeNames && looksLikeNames(textsOf(first), values));
  return isHeader ? first : undefined;
}

const areBold = (row: readonly TableCell[]) => row.every(({ isBold }) => isBold);

/** A header with such a cell may go on in the next row. */
const isLarge = ({ columns, rows }: TableCell) => columns > 1 || rows > 1;

const joinNames = (outer: string, inner: string) => (outer === inner ? inner : `${outer} ${inner}`.trim());

/** A cell over several columns is told once under each name. */
function spreadRowText(names: readonly string[] | null, row: readonly TableCell[]): string {
  const columns = [...row.keys()].filter(
    (column) => row[column] !== row[column - 1] || names?.[column] !== names?.[column - 1],
  );
  const header = names && columns.map((column) => names[column] ?? '');
  return rowText(
    header,
    columns.map((column) => row[column]?.text ?? ''),
  );
}

/** Rows by columns: a cell that reaches over several columns or rows stands in each of them. */
function spread(groups: readonly (readonly TableCell[][])[]): TableCell[][] {
  let places = 0;
  return groups.flatMap((rows) => {
    const grid: (TableCell | undefined)[][] = rows.map(() => []);
    for (const [top, cells] of rows.entries()) {
      let left = 0;
      for (const cell of cells) {
        while (grid[top]?.[left]) left += 1;
        const columns = Math.min(cell.columns, documentLimits.columns);
        places += columns * Math.min(cell.rows, rows.length - top);
        if (places > documentLimits.rows * documentLimits.columns)
          throw tooLong(`${documentLimits.rows} rows of ${documentLimits.columns} columns`);
        for (const line of grid.slice(top, top + cell.rows))
          for (let column = left; column < left + columns; column += 1) line[column] ??= cell;
      }
    }
    // A row without cells of its own says nothing new.
    return grid.filter((_, top) => rows[top]?.length).map((line) => Array.from(line, (cell) => cell ?? noCell));
  });
}

const noCell: TableCell = { text: '', isHeader: false, namesColumn: false, columns: 1, rows: 1 };
