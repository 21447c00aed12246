import type { Document } from '../document.ts';
import { cleanText } from './clean-text.ts';
import { listMarks } from './list-marks.ts';
import { SectionBuilder } from './section-builder.ts';

/** Plain text: empty lines part paragraphs, marks begin items, a line that is underlined is a heading. */
export function readPlainText(text: string): Document {
  const builder = new SectionBuilder();
  const cleaned = cleanText(text);
  const marks = listMarks(cleaned.split('\n'));
  let first = 0;
  for (const paragraph of cleaned.split(/\n[^\S\n]*\n/)) {
    const lines = paragraph.split('\n');
    readParagraph(builder, lines, marks.slice(first, first + lines.length));
    // The empty line too.
    first += lines.length + 1;
  }
  return { title: null, language: null, sections: builder.end() };
}

function readParagraph(builder: SectionBuilder, lines: readonly string[], marks: readonly (number | null)[]): void {
  let kind: 'paragraph' | 'item' = 'paragraph';
  let pending: string[] = [];
  const flush = () => {
    if (pending.length > 0) builder.add(kind, pending.join(' '));
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
      kind = 'paragraph';
    } else if (mark !== null) {
      flush();
      kind = 'item';
      pending.push(line.slice(mark));
    } else pending.push(line);
  }
  flush();
}
