import type { Document } from '../document.ts';
import { cleanText } from './clean-text.ts';
import { listMarks } from './list-marks.ts';
import { partQuestions } from './question-labels.ts';
import { readParagraph } from './read-paragraph.ts';
import { SectionBuilder } from './section-builder.ts';
import { isTitleInCapitals } from './title-line.ts';

/** Below headings that are underlined. */
const capitalsLevel = 2.5;
const questionLevel = 3;

/**
 * Plain text: empty lines part paragraphs, marks begin items, a line that is underlined is a heading, and so is one in capital
 * letters and a question that its answer follows ("Q:", "A:").
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
  const endParagraph = (end: number) => {
    readParagraph(builder, lines.slice(first, end), { marks: marks.slice(first, end) });
    first = end + 1;
  };
  for (const [index, line] of lines.entries()) {
    const isHeading = marks[index] === null && isTitleInCapitals(lines, index);
    if (isHeading || line.trim() === '') endParagraph(index);
    if (isHeading) builder.line(capitalsLevel, line);
  }
  endParagraph(lines.length);
}
