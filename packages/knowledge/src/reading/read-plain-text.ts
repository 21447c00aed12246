import type { Document } from '../document.ts';
import { cleanText } from './clean-text.ts';
import { SectionBuilder } from './section-builder.ts';

const listMark = /^\s{0,8}(?:[-*•‣▪–]|\d{1,3}[.)])\s+(?=\S)/u;

/** Plain text: empty lines part paragraphs, marks begin items, a line that is underlined is a heading. */
export function readPlainText(text: string): Document {
  const builder = new SectionBuilder();
  for (const paragraph of cleanText(text).split(/\n[^\S\n]*\n/)) readParagraph(builder, paragraph.split('\n'));
  return { title: null, language: null, sections: builder.end() };
}

function readParagraph(builder: SectionBuilder, lines: readonly string[]): void {
  let kind: 'paragraph' | 'item' = 'paragraph';
  let pending: string[] = [];
  const flush = () => {
    if (pending.length > 0) builder.add(kind, pending.join(' '));
    pending = [];
  };
  for (const [index, line] of lines.entries()) {
    if (/^\s*(?:={3,}|-{3,}|\*{3,})\s*$/.test(line)) {
      const [title] = pending;
      if (index === 1 && title !== undefined) {
        builder.heading(line.includes('=') ? 1 : 2, title);
        pending = [];
      } else flush();
      kind = 'paragraph';
    } else if (listMark.test(line)) {
      flush();
      kind = 'item';
      pending.push(line.replace(listMark, ''));
    } else pending.push(line);
  }
  flush();
}
