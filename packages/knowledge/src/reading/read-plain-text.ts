import type { Document } from '../document.ts';
import { alignedTables } from './aligned-columns.ts';
import { cleanText } from './clean-text.ts';
import { listMarks } from './list-marks.ts';
import { partQuestions } from './question-labels.ts';
import { readParagraph } from './read-paragraph.ts';
import { SectionBuilder } from './section-builder.ts';
import { addTable } from './table-rows.ts';
import { titlesInCapitals } from './title-line.ts';

/** Below headings that are underlined. */
const capitalsLevel = 2.5;
const questionLevel = 3;
const lineBreak = /\r\n?|[\n\u0085\u2028\u2029]/;

/**
 * Plain text: empty lines part paragraphs, marks begin items, a line that is underlined is a heading, and so is one in capital
 * letters and a question that its answer follows ("Q:", "A:"). Lines that are set in columns are rows of a table.
 */
export function readPlainText(text: string): Document {
  const builder = new SectionBuilder();
  for (const { question, lines } of partQuestions(text.split(lineBreak))) {
    if (question !== null) {
      builder.leave(questionLevel);
      builder.label(questionLevel, question);
    }
    readLines(builder, lines);
  }
  return { title: null, language: null, sections: builder.end() };
}

/** @param set lines as they are set: cleaned ones have no tabs any more */
function readLines(builder: SectionBuilder, set: readonly string[]): void {
  const lines = set.map(cleanText);
  const marks = listMarks(lines);
  const titles = titlesInCapitals(lines, marks);
  let first = 0;
  const readTo = (end: number) => {
    if (end > first) readParagraph(builder, lines.slice(first, end), { marks: marks.slice(first, end) });
  };
  const endParagraph = (end: number) => {
    const begin = first;
    for (const { at, count, rows } of alignedTables(set.slice(begin, end), marks.slice(begin, end))) {
      readTo(begin + at);
      addTable(builder, [rows]);
      first = begin + at + count;
    }
    readTo(end);
    first = end + 1;
  };
  for (const [index, line] of lines.entries()) {
    const title = titles.get(index);
    if (title !== undefined || line.trim() === '') endParagraph(index);
    if (title !== undefined) builder.line(capitalsLevel, title);
  }
  endParagraph(lines.length);
}
