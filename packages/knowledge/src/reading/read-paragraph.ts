import type { Block } from '../document.ts';
import { cleanLine } from './clean-text.ts';
import { listMarks } from './list-marks.ts';
import type { SectionBuilder } from './section-builder.ts';
import { namedLines, shortLines, unfinished } from './short-lines.ts';

/** Lines without an empty one between: marks begin items, a line that is underlined is a heading. */
export function readParagraph(
  builder: SectionBuilder,
  lines: readonly string[],
  { marks = listMarks(lines), kind: outer = 'paragraph' as Block['kind'] } = {},
): void {
  const width = lines.reduce((most, { length }) => Math.max(most, length), 0);
  let kind = outer;
  let pending: string[] = [];
  const flush = () => {
    addLines(builder, kind, pending);
    pending = [];
  };
  for (const [index, line] of lines.entries()) {
    const mark = marks[index] ?? null;
    if (/^\s*(?:={3,}|-{3,}|\*{3,})\s*$/.test(line)) {
      const [title] = pending;
      if (index === 1 && title !== undefined) {
        builder.heading(line.includes('=') ? 1 : 2, title);
        pending = [];
      } else flush();
      kind = outer;
    } else if (mark !== null) {
      flush();
      kind = 'item';
      pending.push(line.slice(mark));
    } else {
      if (kind === 'item' && outer !== 'item' && isBehindItem(line, lines[index - 1]?.trimEnd() ?? '', width)) {
        flush();
        kind = outer;
      }
      pending.push(line);
    }
  }
  flush();
}

/** Whether a line without a mark is no part of the item above: in lines of that width its first word had had room there. */
function isBehindItem(line: string, above: string, width: number): boolean {
  const [first = ''] = line.split(' ', 1);
  const hadRoom = above.length + 1 + first.length < width * 0.8;
  return hadRoom && /^\p{Lu}/u.test(line) && !/[,;:–-]$/.test(above) && !unfinished.test(above);
}

/** Lines that belong together; `join` makes one of two that were wrapped. */
export function addLines(
  builder: SectionBuilder,
  kind: Block['kind'],
  lines: readonly string[],
  join = (text: string, next: string) => `${text} ${next}`,
): void {
  if (lines.length === 0) return;
  const cleaned = lines.map(cleanLine);
  const short = shortLines(cleaned);
  if (short) {
    for (const said of short) builder.add(short.length > 1 ? 'item' : kind, said);
    return;
  }
  const [first, end] = namedLines(cleaned);
  const addText = (text: readonly string[]) => text.length > 0 && builder.add(kind, text.reduce(join));
  addText(lines.slice(0, first));
  for (const said of cleaned.slice(first, end)) builder.add('item', said);
  addText(lines.slice(end));
}
