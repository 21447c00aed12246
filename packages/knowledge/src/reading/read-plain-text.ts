import type { Document } from '../document.ts';
import { alignedTables, isInColumns } from './aligned-columns.ts';
import { cleanText } from './clean-text.ts';
import { listMarks } from './list-marks.ts';
import { partQuestions } from './question-labels.ts';
import { readParagraph } from './read-paragraph.ts';
import { SectionBuilder } from './section-builder.ts';
import { addTable } from './table-rows.ts';
import { isTitle, titlesInCapitals } from './title-line.ts';
import { type TypedTitle, typedTitle, withoutEmphasis } from './typed-marks.ts';

/** Below headings that are underlined, or stand behind one or two hashes. */
const capitalsLevel = 2.5;
const chapterLevel = capitalsLevel + 0.1;
/** Of a line that is typed in bold. */
const boldLevel = capitalsLevel + 0.2;
const questionLevel = 3;
/** Of a line over a table, in an answer too. */
const labelLevel = questionLevel + 0.5;
const lineBreak = /\r\n?|[\n\u0085\u2028\u2029]/;
/** Before a label these would be part of it; all else is cleaned where lines are read. */
const unseen = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** As word processors have them, in a font of symbols. */
const symbolBullet = /[\uf0a7\uf0b7\uf0d8\uf0fc]/g;

/**
 * Plain text: empty lines part paragraphs, marks begin items, a line that is underlined is a heading, and so is one in capital
 * letters, one behind hashes, in stars ("**Delivery**"), and a question that its answer follows ("Q:", "A:"). Lines that are
 * set in columns are rows of a table.
 */
export function readPlainText(text: string): Document {
  const builder = new SectionBuilder();
  const seen = text.replace(unseen, '').replace(symbolBullet, '•');
  // What is a heading by its marks keeps them until it is read.
  const typed = seen.split(lineBreak).map((line) => (typedTitle(line) ? line : withoutEmphasis(line)));
  for (const { question, lines } of partQuestions(typed)) {
    if (question !== null) {
      builder.leave(questionLevel);
      builder.label(questionLevel, question);
    }
    readLines(builder, lines, question !== null);
  }
  return { title: null, language: null, sections: builder.end() };
}

const levelOf = ({ hashes }: TypedTitle): number => {
  if (hashes === null) return boldLevel;
  return hashes <= 2 ? hashes : 2 + hashes / 20;
};

/** @param typed lines as they are set: cleaned ones have no tabs any more */
function readLines(builder: SectionBuilder, typed: readonly string[], isAnswer: boolean): void {
  const typedTitles = typed.map(typedTitle);
  const set = typed.map(withoutEmphasis);
  const lines = set.map(cleanText);
  const marks = listMarks(lines);
  const titles = titlesInCapitals(lines, marks);
  const inColumns = set.map(isInColumns);
  const isColumns = (index: number) => inColumns[index] ?? false;
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
  let isGrouped = false;
  for (const [index, line] of lines.entries()) {
    const isLabel = line.trim() !== '' && isOverTable(index);
    // What stands between rows of columns names those below, once one has stood right below the names of columns.
    const isBetween = line.trim() !== '' && !isColumns(index) && isColumns(index - 1) && isColumns(index + 1);
    if (line.trim() === '') isGrouped = false;
    else if (isBetween && !isColumns(index - 2)) isGrouped = true;
    // "A: YES" is what was asked for.
    const isNone = (isAnswer && index === 0) || isColumns(index) || (isBetween && isGrouped);
    const marked = isNone ? undefined : typedTitles[index];
    const title = isNone || marked ? undefined : titles.get(index);
    if (marked || title || isLabel || line.trim() === '') endParagraph(index);
    // What may be said itself stands over no more than what follows right below.
    if (isBrief && line.trim() === '') builder.leave(capitalsLevel);
    if (marked || title || line.trim() === '') isBrief = title?.isBrief ?? false;
    if (marked) builder.line(levelOf(marked), marked.text);
    else if (title) builder.line(title.isNumbered ? chapterLevel : capitalsLevel, title.text);
    else if (isLabel) builder.line(labelLevel, line.trim());
  }
  endParagraph(lines.length);
  if (isBrief) builder.leave(capitalsLevel);
}
