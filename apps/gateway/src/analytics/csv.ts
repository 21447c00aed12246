/** What a spreadsheet would take for the beginning of a formula. */
const formulaStart = /^[\s]*[=+\-@\t\r]/;

/**
 * Rows as CSV (RFC 4180), for spreadsheets: a text that would be a formula there is told as a text by an apostrophe before it.
 * Numbers stay numbers, null is nothing. By the mark before them Excel knows that they are UTF-8.
 */
export function toCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map(toCell).join(',')}\r\n`).join('')}`;
}

function toCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = formulaStart.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
