/** Pure. Of a list that is typed, one a line: without the empty ones. */
export const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** Pure. What is wrong with a line of a list, with the line. */
export function ofLine(wrong: Record<string, string>, name: string, values: readonly string[]): string | undefined {
  const at = values.findIndex((_, index) => wrong[`${name}.${index}`]);
  return at === -1 ? undefined : `“${values[at]}”: ${wrong[`${name}.${at}`]}`;
}
