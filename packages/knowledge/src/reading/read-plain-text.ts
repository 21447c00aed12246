import type { Document } from '../document.ts';
import { cleanText } from './clean-text.ts';
import { listMarks } from './list-marks.ts';
import { partQuestions } from './question-labels.ts';
import { readParagraph } from './read-paragraph.ts';
import { SectionBuilder } from './section-builder.ts';

/** Below headings that are underlined. */
const questionLevel = 3;

/**
 * Plain text: empty lines part paragraphs, marks begin items, a line that is underlined is a heading, and so is a question that
 * its answer follows ("Q:", "A:").
 */
export function readPlainText(text: string): Document {
  const builder = new SectionBuilder();
  for (const { question, lines } of partQuestions(cleanText(text).split('\n'))) {
    if (question !== null) {
      builder.leave(questionLevel);
      builder.label(questionLevel, question);
    }
    readLines(builder, lines);
  }
  return { title: null, language: null, sections: builder.end() };
}

function readLines(builder: SectionBuilder, lines: readonly string[]): void {
  const marks = listMarks(lines);
  let first = 0;
  for (const paragraph of lines.join('\n').split(/\n[^\S\n]*\n/)) {
    const { length } = paragraph.split('\n');
    readParagraph(builder, lines.slice(first, first + length), { marks: marks.slice(first, first + length) });
    // The empty line too.
    first += length + 1;
  }
}
