/** What ends in dots that lead to the number of a page: "Delivery ..... 4". */
const entry = /^(.*?\S)\s*(?:(?:\. ?){4,}|(?:… ?){2,})\s*(\d{1,4})\s*$/u;
/** No page is wider, and the pattern would take its time. */
const widest = 300;
/** Fewer are no table of contents. */
const fewest = 3;

/**
 * Which lines are a table of contents: some below each other that lead on and on to pages of the document, most of them to what
 * stands in a line of its own there. But for that, a list of prices may look the same.
 */
export function contentsLines(lines: readonly string[], pages: number): Set<number> {
  const entries = lines.map(entryOf);
  const others = new Set(lines.filter((_, index) => !entries[index]).map(nameOf));
  const contents = new Set<number>();
  for (let first = 0, end = 0; first < lines.length; first = end + 1) {
    for (end = first; entries[end]; ) end += 1;
    const run = entries.slice(first, end).flatMap((one) => one ?? []);
    const leadsOn = run.every(({ page }, index) => page >= (run[index - 1]?.page ?? 1) && page <= pages);
    const isFound = run.filter(({ name }) => others.has(name)).length * 2 > run.length;
    if (run.length >= fewest && leadsOn && isFound) for (let at = first; at < end; at += 1) contents.add(at);
  }
  return contents;
}

function entryOf(line: string): { name: string; page: number } | undefined {
  const [, name, page] = (line.length <= widest && entry.exec(line)) || [];
  return name === undefined ? undefined : { name: nameOf(name), page: Number(page) };
}

/** Headings may be in capitals, or numbered at one of both places only. */
const nameOf = (line: string) =>
  line
    .toLowerCase()
    .replace(/^[\s\d.)]+/, '')
    .replace(/\s+/g, ' ')
    .trim();
