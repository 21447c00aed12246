import { type CsvError, parse } from 'csv-parse/sync';
import type { Document } from '../document.ts';
import { DocumentError } from '../document-error.ts';
import { documentLimits } from '../limits.ts';
import { documentOfQuestions } from './read-questions.ts';
import { SectionBuilder, tooLong } from './section-builder.ts';
import { rowText } from './table-rows.ts';

const questionNames = /^(?:questions?|q|ask|frage)$/i;
const answerNames = /^(?:answers?|a|reply|antwort)$/i;

/**
 * A CSV file; its first row names the columns. With a question and an answer among them each row is such a pair; else each
 * row is one sentence, under the value of its first column.
 * @throws DocumentError `too_long`, `unreadable`
 */
export function readCsv(text: string): Document {
  const [header, ...rows] = parseRows(text);
  if (!header || rows.length === 0)
    throw new DocumentError('no_text', 'There are no rows under the names of the columns.');
  const question = header.findIndex((name) => questionNames.test(name));
  const answer = header.findIndex((name) => answerNames.test(name));
  if (question >= 0 && answer >= 0) {
    return documentOfQuestions(rows.map((row) => ({ question: row[question] ?? '', answer: row[answer] ?? '' })));
  }
  const builder = new SectionBuilder();
  for (const row of rows) {
    builder.heading(1, row.find((cell) => cell !== '') ?? '');
    builder.add('row', rowText(header, row));
  }
  return { title: null, language: null, sections: builder.end() };
}

function parseRows(file: string): string[][] {
  const { rows, columns } = documentLimits;
  const { delimiter, text } = takeDelimiter(file);
  let parsed: string[][];
  try {
    parsed = parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: 100_000,
      // One more than the header and all rows: so many are too many.
      to: rows + 2,
    });
  } catch (cause) {
    const { message } = cause as CsvError;
    throw new DocumentError('unreadable', `This is not a sound CSV file: ${message}`, { cause });
  }
  if (parsed.length > rows + 1) throw tooLong(`${rows} rows`);
  if (parsed.some((row) => row.length > columns)) throw tooLong(`${columns} columns`);
  return parsed;
}

/** Spreadsheets of countries with a decimal comma write semicolons; some say in a line of its own what they write. */
function takeDelimiter(text: string): { delimiter: string; text: string } {
  const said = /^\ufeff?"?sep=([,;|\t])"?\r?\n/i.exec(text);
  if (said?.[1]) return { delimiter: said[1], text: text.slice(said[0].length) };
  const firstLine = /^.*\S.*$/m.exec(text)?.[0] ?? '';
  // What stands in quotes is a name, whatever signs it has.
  const signs = firstLine.replace(/"[^"]*"/g, '');
  const count = (sign: string) => signs.split(sign).length;
  return { delimiter: [';', ',', '\t', '|'].reduce((best, sign) => (count(sign) > count(best) ? sign : best)), text };
}
