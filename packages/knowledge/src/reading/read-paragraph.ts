import type { Block } from '../document.ts';
import { cleanLine } from './clean-text.ts';
import { listMarks } from './list-marks.ts';
import type { SectionBuilder } from './section-builder.ts';
import { shortLines } from './short-lines.ts';

/** Lines without an empty one between: marks begin items, a line that is underlined is a heading. */
export function readParagraph(
  builder: SectionBuilder,
  lines: readonly string[],
  { marks = listMarks(lines), kind: outer = 'paragraph' as Block['kind'] } = {},
): void {
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
    } else pending.push(line);
  }
  flush();
}

/** Lines that belong together; `join` makes one of two that were wrapped. */
export function addLines(
  builder: SectionBuilder,
  kind: Block['kind'],
  lines: readonly string[],
  join = (text: string, next: string) => `${text} ${next}`,
): void {
  if (lines.length === 0) return;
  const [said = '', ...others] = shortLines(lines.map(cleanLine)) ?? [lines.reduce(join)];
  builder.add(others.length > 0 ? 'item' : kind, said);
  for (const other of others) builder.add('item', other);
}
