import { documentLimits } from '../limits.ts';
import { splitSentences } from '../passages/split-sentences.ts';
import { areWholeNames, looksLikeNames } from './header-row.ts';
import { tooLong } from './section-builder.ts';

/**
 * A table's row as a sentence can tell it. With a header `Product: Tour 3; Price: 849`; a row of two cells without one is
 * taken as a name and its value.
 */
export function rowText(header: readonly string[] | null, cells: readonly string[]): string {
  const filled = cells.map((cell) => cell.trim());
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

/** A cell as HTML has it: it may reach over several columns and rows. */
export interface TableCell {
  text: string;
  isHeader: boolean;
  columns: number;
  rows: number;
}

/**
 * The rows of an HTML table, group after group, as sentences can tell them. No cell reaches out of its group.
 * @throws DocumentError `too_long`
 */
export function tableTexts(groups: readonly (readonly TableCell[][])[]): string[] {
  const texts: string[] = [];
  let header: readonly TableCell[] | undefined;
  let names: string[] | null = null;
  let isBody = false;
  const rows = spread(groups);
  const unmarked = unmarkedHeader(rows);
  const isHeaderRow = (row: readonly TableCell[]) => row === unmarked || row.every(({ isHeader }) => isHeader);
  for (const row of rows) {
    if (new Set(row).size === 1) {
      // One cell across the table stands under no name.
      texts.push(row[0]?.text ?? '');
    } else if (!isBody && isHeaderRow(row) && (!header || header.some(isLarge))) {
      names = row.map(({ text }, column) => joinNames(names?.[column] ?? '', text));
      header = row;
    } else {
      isBody = true;
      texts.push(spreadRowText(names, row));
    }
  }
  return texts;
}

/** Many tables mark no names: then the first row may be names all the same, as below an empty corner. */
function unmarkedHeader(rows: readonly TableCell[][]): TableCell[] | undefined {
  const [first, ...below] = rows.filter((row) => new Set(row).size > 1);
  if (!first || rows.some((row) => row.some(({ isHeader }) => isHeader))) return undefined;
  const texts = (row: readonly TableCell[]) => row.map(({ text }) => text);
  const [corner, ...others] = texts(first);
  const isCornered =
    corner === '' && below.length > 0 && [...others, ...below.map((row) => row[0]?.text)].every(Boolean);
  // Two columns are more often names and their values, which may end like a name: "Room", "Double room".
  const mayBeNames = first.length > 2 || areWholeNames(texts(first));
  return isCornered || (mayBeNames && looksLikeNames(texts(first), below.map(texts))) ? first : undefined;
}

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

const noCell: TableCell = { text: '', isHeader: false, columns: 1, rows: 1 };
