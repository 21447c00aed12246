import { documentLimits } from '../limits.ts';
import { tooLong } from './section-builder.ts';

/**
 * A table's row as a sentence can tell it. With a header `Product: Tour 3; Price: 849`; a row of two cells without one is
 * taken as a name and its value.
 */
export function rowText(header: readonly string[] | null, cells: readonly string[]): string {
  const filled = cells.map((cell) => cell.trim());
  if (!header && filled.length === 2 && filled[0] && filled[1])
    return `${filled[0].replace(/\s*:$/, '')}: ${filled[1]}`;
  return filled
    .map((cell, column) => {
      const name = header?.[column]?.trim().replace(/\s*:$/, '') ?? '';
      return cell === '' || name === '' ? cell : `${name}: ${cell}`;
    })
    .filter((part) => part !== '')
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
  for (const row of spread(groups)) {
    if (new Set(row).size === 1) {
      // One cell across the table stands under no name.
      texts.push(row[0]?.text ?? '');
    } else if (!isBody && row.every(({ isHeader }) => isHeader) && (!header || header.some(isLarge))) {
      names = row.map(({ text }, column) => joinNames(names?.[column] ?? '', text));
      header = row;
    } else {
      isBody = true;
      texts.push(spreadRowText(names, row));
    }
  }
  return texts;
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
