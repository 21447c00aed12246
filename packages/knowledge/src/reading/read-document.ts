import type { Document, DocumentFormat, DocumentSource, WebPage } from '../document.ts';
import { DocumentError } from '../document-error.ts';
import { documentLimits } from '../limits.ts';
import { cleanTitle } from './clean-text.ts';
import { decodeText, htmlCharset } from './decode-text.ts';
import { readHtml } from './html/read-html.ts';
import { readCsv } from './read-csv.ts';
import { readDocx } from './read-docx.ts';
import { readMarkdown } from './read-markdown.ts';
import { readPdf } from './read-pdf.ts';
import { readPlainText } from './read-plain-text.ts';
import { readQuestions } from './read-questions.ts';

/** What reading gives: HTML also tells of the site around it. */
export type ReadDocument<Format extends DocumentFormat = DocumentFormat> = Format extends 'html' ? WebPage : Document;

/**
 * Reads a document in this thread. Time and memory are not bounded here: {@link openDocumentReader} does that.
 * @throws DocumentError for whatever is wrong with the document
 */
export async function readDocument(source: DocumentSource): Promise<Document | WebPage> {
  refuseTooLarge(source.format, source.bytes.length);
  try {
    const document = await readAs(source);
    // A title is not among the text that sections hold cleaned.
    return { ...document, title: cleanTitle(document.title ?? '') || null };
  } catch (error) {
    // So deep that a library ran out of stack.
    if (error instanceof RangeError)
      throw new DocumentError('unreadable', 'This file is nested too deeply.', { cause: error });
    throw error;
  }
}

function readAs({ format, bytes, charset, url }: DocumentSource): Promise<Document> | Document {
  if (format === 'pdf') return readPdf(bytes);
  if (format === 'docx') return readDocx(bytes);
  const announced = charset === undefined ? {} : { charset };
  if (format === 'html') {
    const named = htmlCharset(bytes);
    return readHtml(decodeText(bytes, named === undefined ? announced : { ...announced, named }), url);
  }
  const text = decodeText(bytes, announced);
  const read = { markdown: readMarkdown, text: readPlainText, csv: readCsv, questions: readQuestions }[format];
  return read(text);
}

/** @throws DocumentError `too_large` */
export function refuseTooLarge(format: DocumentFormat, bytes: number): void {
  const most = documentLimits.bytes[format];
  if (bytes > most) throw new DocumentError('too_large', `This file is too large: at most ${most / 2 ** 20} MiB.`);
}
