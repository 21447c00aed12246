import { type CsvError, parse } from 'csv-parse/sync';
import type { Document, Section } from '../document.ts';
import { DocumentError } from '../document-error.ts';
import { documentLimits } from '../limits.ts';
import { hasVerb } from '../passages/fragments.ts';
import { splitSentences } from '../passages/split-sentences.ts';
import { cleanLine } from './clean-text.ts';
import { headerRow, looksLikeData, looksLikeNames, sharesName } from './header-row.ts';
import { withoutTags } from './html-cells.ts';
import { isAlone, mayBeMerged, repeatMerged } from './merged-cells.ts';
import { answerNames, isColumnOf, isColumnOfKeeper, questionNames, topicNames } from './question-labels.ts';
import { documentOfQuestions } from './read-questions.ts';
import { SectionBuilder, tooLong } from './section-builder.ts';
import { rowText } from './table-rows.ts';

/**
 * A CSV file; its first row names the columns, or one below a title, or none does. With a question and an answer among them each
 * row is such a pair, under its topic and with what other columns add to it; else each row is one sentence, under the value of
 * its first column.
 * @throws DocumentError `too_long`, `unreadable`
 */
export function readCsv(text: string): Document {
  const table = parseRows(text);
  const at = headerRow(table);
  const [first = [], ...below] = table.slice(at);
  const isNamed = at > 0 || !looksLikeData(first, below);
  const [header, rows] = isNamed ? [first, below] : [null, [first, ...below]];
  if (rows.length === 0) throw new DocumentError('no_text', 'There are no rows under the names of the columns.');
  const [title = null, ...notes] = table.slice(0, at).flatMap((row) => row.filter(Boolean).map(cleanLine));
  const blocks = notes.map((note) => ({ kind: 'paragraph' as const, text: note }));
  const above = blocks.length === 0 ? [] : [{ titles: [], blocks, fragment: null }];
  return { title, language: null, sections: [...above, ...sectionsOf(header, rows)] };
}

function sectionsOf(header: readonly string[] | null, exported: readonly (readonly string[])[]): Section[] {
  const repeated = mayBeMerged(header?.[0]) ? repeatMerged(exported) : exported;
  const [question, answer] = header ? namedPair(header) : askedPair(repeated);
  const rows = withoutTags(repeated, answer);
  if (question >= 0 && answer >= 0) {
    const more = header ? columnsOfMore(header, rows) : [];
    const topic = header?.findIndex((name) => isColumnOf(topicNames, name)) ?? -1;
    const pairs = rows.map((row) => ({
      topic: row[topic] ?? '',
      question: row[question] ?? '',
      answer: withMore(row[answer] ?? '', more, header ?? [], row),
    }));
    return documentOfQuestions(pairs).sections;
  }
  const builder = new SectionBuilder();
  let names = header;
  const groups = groupRows(rows);
  const lastTold = rows.findLastIndex((row) => !isAlone(row));
  for (const [index, row] of rows.entries()) {
    const next = rows[index + 1];
    // Several tables below each other each name their columns.
    if (names && sharesName(row, names) && looksLikeNames(row, next ? [next] : [])) names = row;
    else if (names && groups.has(row)) {
      builder.label(groupLevel, row[0] ?? '');
    } else if (names && isNote(row)) {
      // Below all rows it is of no group.
      builder.leave(index > lastTold ? groupLevel : rowLevel);
      builder.add('paragraph', row[0] ?? '');
    } else {
      if (groups.size === 0) builder.heading(rowLevel, row.find((cell) => cell !== '') ?? '');
      builder.add('row', rowText(names, row));
    }
  }
  return builder.end();
}

const groupLevel = 1;
const rowLevel = 2;

/** It says something of the table: "** Sold, not hired.", "Prices include VAT." */
const isNote = (row: readonly string[]) =>
  isAlone(row) && (/^[*†‡]/.test(row[0] ?? '') || (/[.!]$/.test(row[0] ?? '') && hasVerb(row[0] ?? '')));

/** Rows that name those below them, as several do where the first of all rows does, most of them more than one. Else such a row is a thing of which no more is known. */
function groupRows(rows: readonly (readonly string[])[]): Set<readonly string[]> {
  const told = rows.filter((row) => !isNote(row));
  const hasMore = (row?: readonly string[]) => row !== undefined && !isAlone(row);
  const titles = told.filter((row, at) => isAlone(row) && hasMore(told[at + 1]) && (row[0] ?? '').length <= 80);
  const ofSeveral = new Set(told.filter((_, at) => hasMore(told[at + 2])));
  const large = titles.filter((row) => ofSeveral.has(row));
  const isGrouped = titles.length > 1 && titles[0] === told[0] && large.length * 2 >= titles.length;
  return new Set(isGrouped ? titles : []);
}

/** Columns beside questions and answers that say more: in words, and not for those who keep the table. */
const columnsOfMore = (header: readonly string[], rows: readonly (readonly string[])[]): number[] =>
  [...header.keys()].filter((column) => {
    const name = header[column] ?? '';
    const isPart = isColumnOf(questionNames, name) || isColumnOf(answerNames, name);
    return (
      name !== '' &&
      !isPart &&
      !isColumnOfKeeper(name) &&
      rows.some((row) => /\p{L}\s+\S|\S\s+\p{L}/u.test(row[column] ?? ''))
    );
  });

/** "Yes" alone would promise too much where more is said beside it: what it is part of is one sentence. */
function withMore(
  answer: string,
  columns: readonly number[],
  header: readonly string[],
  row: readonly string[],
): string {
  const said = columns.filter((column) => row[column]);
  if (answer === '' || said.length === 0) return answer;
  const names = said.map((column) => header[column] ?? '');
  const cells = said.map((column) => row[column] ?? '');
  if (!answer.includes('\n') && splitSentences(answer).length === 1) return rowText(['', ...names], [answer, ...cells]);
  return [answer, ...cells.map((cell, index) => rowText([names[index] ?? ''], [cell]))].join('\n');
}

/** The columns of questions and answers; -1 where there is none. */
const namedPair = (header: readonly string[]): [number, number] => [
  header.findIndex((name) => isColumnOf(questionNames, name)),
  header.findIndex((name) => isColumnOf(answerNames, name)),
];

/** Of two columns without names. */
function askedPair([first = [], ...below]: readonly (readonly string[])[]): [number, number] {
  const question = first.findIndex((cell) => cell.endsWith('?'));
  return question >= 0 && [first, ...below].every((row) => row.length <= 2) ? [question, 1 - question] : [-1, -1];
}

function parseRows(file: string): string[][] {
  const { rows, columns } = documentLimits;
  const { delimiter, text } = takeDelimiter(file);
  let parsed: string[][];
  try {
    // One more than the header and all rows: so many are too many.
    parsed = parseWith(delimiter, text, rows + 2);
  } catch (cause) {
    const { message } = cause as CsvError;
    throw new DocumentError('unreadable', `This is not a sound CSV file: ${message}`, { cause });
  }
  if (parsed.length > rows + 1) throw tooLong(`${rows} rows`);
  if (parsed.some((row) => row.length > columns)) throw tooLong(`${columns} columns`);
  return parsed;
}

/** @throws CsvError */
const parseWith = (delimiter: string, text: string, to: number): string[][] =>
  parse(text, {
    bom: true,
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    trim: true,
    max_record_size: 100_000,
    to,
  });

/** Spreadsheets of countries with a decimal comma write semicolons; some say in a line of its own what they write. */
function takeDelimiter(text: string): { delimiter: string; text: string } {
  const said = /^\ufeff?"?sep=([,;|\t])"?\r?\n/i.exec(text);
  if (said?.[1]) return { delimiter: said[1], text: text.slice(said[0].length) };
  const lines = linesAtTop(text);
  const [firstLine = ''] = lines;
  return { delimiter: evenDelimiter(lines) ?? delimiterOf(firstLine) ?? delimiterBelowTitle(text) ?? ';', text };
}

/** So many lines tell what all have. */
const firstLines = 20;

/** The first lines that are not empty: a file may have a hundred thousand. */
function linesAtTop(text: string): string[] {
  const lines: string[] = [];
  for (const [line] of text.matchAll(/^.*\S.*$/gm)) {
    lines.push(line);
    if (lines.length === firstLines) break;
  }
  return lines;
}

/** What stands equally often in each line; commas of a title or of figures seldom do. */
function evenDelimiter(lines: readonly string[]): string | null {
  const plain = lines.map(withoutQuoted);
  const isEven = (sign: string) => {
    const counts = new Set(plain.map((line) => line.split(sign).length - 1));
    return counts.size === 1 && !counts.has(0);
  };
  return [';', '\t', '|', ','].find(isEven) ?? null;
}

/** What stands in quotes is a name, whatever signs it has. */
const withoutQuoted = (line: string) => line.replace(/"[^"]*"/g, '');

function delimiterOf(line: string): string | null {
  const signs = withoutQuoted(line);
  const count = (sign: string) => signs.split(sign).length;
  const best = [';', ',', '\t', '|'].reduce((one, sign) => (count(sign) > count(one) ? sign : one));
  return count(best) > 1 ? best : null;
}

/** A title alone has no delimiter; nor has the name of an only column, and commas below that are part of its sentences. */
function delimiterBelowTitle(text: string): string | null {
  const head = text.slice(0, 10_000).split('\n');
  const delimiter = head.map(delimiterOf).find((found) => found !== null) ?? null;
  try {
    return delimiter !== null && headerRow(parseWith(delimiter, text, 20)) > 0 ? delimiter : null;
  } catch {
    return null;
  }
}
