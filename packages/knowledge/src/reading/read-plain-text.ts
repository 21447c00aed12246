import type { Document } from '../document.ts';
import { alignedTables, isInColumns } from './aligned-columns.ts';
import { cleanText } from './clean-text.ts';
import { listMarks } from './list-marks.ts';
import { partQuestions } from './question-labels.ts';
import { readParagraph } from './read-paragraph.ts';
import { SectionBuilder } from './section-builder.ts';
import { addTable } from './table-rows.ts';
import { isTitle, titlesInCapitals } from './title-line.ts';

/** Below headings that are underlined. */
const capitalsLevel = 2.5;
const questionLevel = 3;
const lineBreak = /\r\n?|[\n\u0085\u2028\u2029]/;
/** Before a label it would be part of it; all else is cleaned where lines are read. */
const unseen = /[\u200b\u2060\ufeff]/g;

/**
 * Plain text: empty lines part paragraphs, marks begin items, a line that is underlined is a heading, and so is one in capital
 * letters and a question that its answer follows ("Q:", "A:"). Lines that are set in columns are rows of a table.
 */
export function readPlainText(text: string): Document {
  const builder = new SectionBuilder();
  for (const { question, lines } of partQuestions(text.replace(unseen, '').split(lineBreak))) {
    if (question !== null) {
      builder.leave(questionLevel);
      builder.label(questionLevel, question);
    }
    readLines(builder, lines, question !== null);
  }
  return { title: null, language: null, sections: builder.end() };
}

/** @param set lines as they are set: cleaned ones have no tabs any more */
function readLines(builder: SectionBuilder, set: readonly string[], isAnswer: boolean): void {
  const lines = set.map(cleanText);
  const marks = listMarks(lines);
  const titles = titlesInCapitals(lines, marks);
  const isColumns = (index: number) => set[index] !== undefined && isInColumns(set[index]);
  const isEmpty = (index: number) => (lines[index] ?? '').trim() === '';
  /** A line alone over a table, as "Winter" over its prices. */
  const isOverTable = (index: number) =>
    isEmpty(index - 1) &&
    isEmpty(index + 1) &&
    isColumns(index + 2) &&
    isColumns(index + 3) &&
    isTitle(lines[index]?.trim() ?? '');
  let first = 0;
  const readTo = (end: number) => {
    if (end > first) readParagraph(builder, lines.slice(first, end), { marks: marks.slice(first, end) });
    first = end;
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
  let isBrief = false;
  for (const [index, line] of lines.entries()) {
    const isLabel = line.trim() !== '' && isOverTable(index);
    // "A: YES" is what was asked for.
    const title = (isAnswer && index === 0) || isColumns(index) ? undefined : titles.get(index);
    if (title || isLabel || line.trim() === '') endParagraph(index);
    // What may be said itself stands over no more than what follows right below.
    if (isBrief && line.trim() === '') builder.leave(capitalsLevel);
    if (title || line.trim() === '') isBrief = title?.isBrief ?? false;
    if (title) builder.line(title.isNumbered ? chapterLevel : capitalsLevel, title.text);
    else if (isLabel) builder.line(labelLevel, line.trim());
  }
  endParagraph(lines.length);
}

const chapterLevel = capitalsLevel + 0.1;
const labelLevel = capitalsLevel + 0.2;
