/**
 * Draws a table of two columns in a frame.
 *
 * @param {readonly (readonly [string, string])[]} rows
 * @returns {string[]} its lines
 */
export function drawTable(rows) {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column].length)));
  const rule = (left, middle, right) => left + widths.map((width) => '─'.repeat(width + 2)).join(middle) + right;
  return [
    rule('┌', '┬', '┐'),
    ...rows.map((row) => `│ ${row.map((cell, column) => cell.padEnd(widths[column])).join(' │ ')} │`),
    rule('└', '┴', '┘'),
  ];
}
