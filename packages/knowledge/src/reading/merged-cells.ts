/** What each row has of its own: an empty cell there is none that was merged with the one above. */
const ownNames =
  /^(?:(?:full\s|first\s|last\s)?names?|id|sku|ref\.?|reference|codes?|no\.?|nr\.?|numbers?|nummer|phone|telephone|telefon|e-?mail)$/i;
/** "Total", "Total (EUR)", but "Total body" is a class. */
const sum =
  /^(?:(?:sub|grand\s)?totals?|sums?|(?:zwischen|gesamt)?summe|gesamt|totale?|suma)(?:\s?[:(]|\s(?:incl|excl|inkl|zzgl|net|gross|price|cost)|$)/i;
/** Of the table: "* On request", "Prices include VAT." */
const note = /^[*†‡(]|[.!]$/;

/** One cell in the first of several columns. */
export const isAlone = (row: readonly string[]): boolean =>
  row.length > 1 && row[0] !== '' && row.slice(1).every((cell) => cell === '');

/** Whether cells of a column may have been merged, by the name of the column. */
export const mayBeMerged = (name = ''): boolean => name !== '' && !ownNames.test(name);

/**
 * Rows with their first cell repeated: of merged cells an export fills the first and leaves those below it empty. Such a row
 * has all that rows with a first cell have, and as the last a figure where they do: else it may be of the whole table.
 */
export function repeatMerged(rows: readonly (readonly string[])[]): (readonly string[])[] {
  const told = rows.filter((row) => !isAlone(row));
  const whole = told.filter(([first]) => first);
  // Where it is written out once, an empty cell is empty.
  if (!told[0]?.[0] || whole.some(([first], index) => first === whole[index - 1]?.[0])) return [...rows];
  const filled = [...told[0].keys()].slice(1).filter((column) => whole.every((row) => row[column]));
  const hasFigure = (row: readonly string[], column: number) => /\d/.test(row[column] ?? '');
  const ofFigures = filled.filter((column) => whole.every((row) => hasFigure(row, column)));
  const isBelow = (row: readonly string[]) => {
    const [only = '', ...others] = row.filter(Boolean);
    if (row.some((cell) => sum.test(cell)) || (others.length === 0 && note.test(only))) return false;
    const isWhole = filled.every((column) => row[column]) && ofFigures.every((column) => hasFigure(row, column));
    return isWhole && filled.length > 0 && (row !== told.at(-1) || ofFigures.length > 0);
  };
  let merged = '';
  return rows.map((row) => {
    const [first = '', ...others] = row;
    if (first !== '' || !isBelow(row)) merged = isAlone(row) ? '' : first;
    return first === '' && merged !== '' ? [merged, ...others] : row;
  });
}
