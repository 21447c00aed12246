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
