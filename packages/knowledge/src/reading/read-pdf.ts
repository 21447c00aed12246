import { getDocumentProxy } from 'unpdf';
import type { Document } from '../document.ts';
import { DocumentError } from '../document-error.ts';
import { documentLimits } from '../limits.ts';
import { contentsLines } from './contents-lines.ts';
import { listMarks } from './list-marks.ts';
import { endRaised, startRaised, tellRaised } from './raised-text.ts';
import { addLines } from './read-paragraph.ts';
import { SectionBuilder, tooLong } from './section-builder.ts';

/** A line of a page: its text, its size in points, the font of most of it, and where its baseline is. */
interface Line {
  text: string;
  size: number;
  font: string;
  y: number;
  page: number;
}

/**
 * The text of a PDF. A PDF knows neither paragraphs nor headings: a gap between lines ends a paragraph, short lines set
 * larger than the rest, or alone in another font, are headings, and what stands at the same edge of most pages is left out, as
 * is a table of contents.
 * @throws DocumentError `encrypted`, `unreadable`, `too_long`, `no_text`
 */
export async function readPdf(bytes: Uint8Array): Promise<Document> {
  const pdf = await open(bytes);
  try {
    if (pdf.numPages > documentLimits.pages) throw tooLong(`${documentLimits.pages} pages`);
    const lines: Line[] = [];
    let chars = 0;
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number);
      const { items } = await page.getTextContent();
      for (const line of linesOf(items, number)) {
        chars += line.text.length;
        if (chars > documentLimits.chars) throw tooLong(`${documentLimits.chars} characters of text`);
        lines.push(line);
      }
      page.cleanup();
    }
    const { info } = (await pdf.getMetadata().catch(() => ({ info: {} }))) as { info: { Title?: unknown } };
    const title = typeof info.Title === 'string' ? info.Title : null;
    const read = withoutContents(withoutEdges(lines, pdf.numPages), pdf.numPages);
    return { title, language: null, sections: toSections(read) };
  } finally {
    await pdf.destroy();
  }
}

async function open(bytes: Uint8Array) {
  try {
    // A copy: the library takes the buffer away.
    return await getDocumentProxy(bytes.slice(), {
      verbosity: 0,
      isEvalSupported: false,
      disableFontFace: true,
      useSystemFonts: false,
    });
  } catch (cause) {
    if ((cause as Error).name === 'PasswordException') {
      throw new DocumentError('encrypted', 'This PDF asks for a password. Please save it without one.', { cause });
    }
    throw new DocumentError('unreadable', 'This is not a sound PDF file.', { cause });
  }
}

function linesOf(items: readonly object[], page: number): Line[] {
  const lines: Line[] = [];
  let line: Line | undefined;
  let fonts = new Map<string, number>();
  for (const item of items) {
    if (!('str' in item)) continue;
    const { str, height, transform, hasEOL, fontName } = item as {
      str: string;
      height: number;
      transform: number[];
      hasEOL: boolean;
      fontName: string;
    };
    const y = transform[5] ?? 0;
    if (str !== '') {
      if (line && Math.abs(line.y - y) > Math.max(2, line.size * 0.6)) line = undefined;
      if (!line) {
        line = { text: '', size: 0, font: fontName, y, page };
        lines.push(line);
        fonts = new Map();
      }
      line.text += isRaised(str, height, y, line) ? `${startRaised}${str}${endRaised}` : str;
      if (str.trim() !== '') line.size = Math.max(line.size, height);
      line.font = mostOf(count(fonts, fontName, str.trim().length)) ?? fontName;
    }
    if (hasEOL) line = undefined;
  }
  return lines.map((read) => ({ ...read, text: tellRaised(read.text) })).filter(({ text }) => text.trim() !== '');
}

/** Figures that are smaller than the line and stand higher: cents, or the mark of a note. */
const isRaised = (text: string, size: number, y: number, line: Line) =>
  /^\s*\d/.test(text) && size < line.size * 0.85 && y - line.y > line.size * 0.1;

/** Without headers, footers and page numbers: first and last lines that most pages have, but for the number of the page. */
function withoutEdges(lines: readonly Line[], pages: number): Line[] {
  const byPage = new Map<number, Line[]>();
  for (const line of lines) {
    const ofPage = byPage.get(line.page);
    if (ofPage) ofPage.push(line);
    else byPage.set(line.page, [line]);
  }
  const body = bodySize(lines);
  const edges = new Map<Line, string[]>();
  const seen = new Map<string, number>();
  for (const ofPage of byPage.values()) {
    const outer = [...new Set([...ofPage.slice(0, 2), ...ofPage.slice(-2)])].filter(({ text }) => !isPrice(text));
    const shapes = outer.map((line) => shapesOf(line, isLarger(line.size, body)));
    for (const [index, line] of outer.entries()) edges.set(line, shapes[index] ?? []);
    for (const shape of new Set(shapes.flat())) seen.set(shape, (seen.get(shape) ?? 0) + 1);
  }
  const isRepeated = (shape: string) => pages >= 3 && (seen.get(shape) ?? 0) > pages / 2;
  return lines.filter((line) => !(edges.get(line)?.some(isRepeated) || (edges.has(line) && isPageNumber(line))));
}

/** A line as pages may share it: as it is, or with one of its numbers told by how far it is from the page's. */
function shapesOf({ text, page }: Line, isHeading: boolean): string[] {
  const said = text.trim();
  // Rooms and articles are numbered, too: these have headings.
  if (isHeading || said.length > edgeChars) return [said];
  const numbers = [...said.matchAll(/\d+/g)];
  return [
    said,
    ...numbers.map(
      ({ 0: number, index }) => `${said.slice(0, index)}#${Number(number) - page}#${said.slice(index + number.length)}`,
    ),
  ];
}

const edgeChars = 200;
const currency = /\p{Sc}|(?<!\p{L})(?:euros?|eur|usd|gbp|chf|dollars?|pounds?|kr)(?!\p{L})/iu;
const isPrice = (text: string) => /\d/.test(text) && currency.test(text);

/** Of a page by itself: other numbers may be all that a line says. */
function isPageNumber({ text, page }: Line): boolean {
  const [, word, number] =
    /^(?:(page|seite|página|pagina|pág\.|pag\.)\s*)?(\d{1,4})(?:\s*(?:\/|of|von|de|di|sur)\s*\d{1,4})?$/i.exec(
      text.trim(),
    ) ?? [];
  return word !== undefined || Number(number) === page;
}

function withoutContents(lines: readonly Line[], pages: number): Line[] {
  const contents = contentsLines(
    lines.map(({ text }) => text),
    pages,
  );
  return lines.filter((_, index) => !contents.has(index));
}

function toSections(read: readonly Line[]) {
  const builder = new SectionBuilder();
  const body = bodySize(read);
  const lines = joinHeadings(read, body);
  const font = usual(lines, (line) => line.font);
  const headingSizes = [
    ...new Set(lines.map(({ size }) => Math.round(size)).filter((size) => isLarger(size, body))),
  ].sort((a, b) => b - a);
  let paragraph: { kind: 'paragraph' | 'item'; lines: string[] } | undefined;
  const flush = () => {
    if (paragraph) addLines(builder, paragraph.kind, paragraph.lines, joinLines);
    paragraph = undefined;
  };
  const marks = listMarks(lines.map(({ text }) => text));
  let before: Line | undefined;
  for (const [index, line] of lines.entries()) {
    const mark = marks[index] ?? null;
    const rank = headingSizes.indexOf(Math.round(line.size));
    if (rank >= 0 && line.text.trim().length <= headingChars) {
      flush();
      builder.heading(Math.min(rank + 1, 6), line.text, `page=${line.page}`);
    } else if (mark === null && line.font !== font && standsAlone(line, before, lines[index + 1], font)) {
      flush();
      builder.heading(Math.min(headingSizes.length + 1, 6), line.text, `page=${line.page}`);
    } else {
      if (mark !== null) {
        flush();
        paragraph = { kind: 'item', lines: [line.text.slice(mark)] };
      } else if (paragraph && before && isSameParagraph(before, line)) paragraph.lines.push(line.text);
      else {
        flush();
        paragraph = { kind: 'paragraph', lines: [line.text] };
      }
      builder.place(`page=${line.page}`);
    }
    before = line;
  }
  flush();
  return builder.end();
}

const sentenceEnd = /[.!?:]["')\]]?\s*$/;
const headingChars = 120;
const isLarger = (size: number, body: number) => Math.round(size) > body * 1.15;

/** A heading may take several lines; one that ends like a sentence takes no more. */
function joinHeadings(lines: readonly Line[], body: number): Line[] {
  const joined: Line[] = [];
  for (const line of lines) {
    const before = joined.at(-1);
    const goesOn =
      before?.page === line.page &&
      Math.round(before.size) === Math.round(line.size) &&
      isLarger(line.size, body) &&
      before.text.length + line.text.length < headingChars &&
      !sentenceEnd.test(before.text) &&
      isSameParagraph(before, line);
    if (goesOn) joined[joined.length - 1] = { ...line, text: joinLines(before.text, line.text) };
    else joined.push(line);
  }
  return joined;
}

function count<Key>(chars: Map<Key, number>, key: Key, length: number): Map<Key, number> {
  return chars.set(key, (chars.get(key) ?? 0) + length);
}

const mostOf = <Key>(chars: ReadonlyMap<Key, number>): Key | undefined =>
  [...chars].sort((a, b) => b[1] - a[1])[0]?.[0];

const bodySize = (lines: readonly Line[]) => usual(lines, ({ size }) => Math.round(size)) ?? 0;

/** In which most characters are set. */
function usual<Key>(lines: readonly Line[], keyOf: (line: Line) => Key): Key | undefined {
  const chars = new Map<Key, number>();
  for (const line of lines) count(chars, keyOf(line), line.text.length);
  return mostOf(chars);
}

/** Alone between lines of another font, and like no sentence or part of one; the text that follows is in the usual `font`. */
function standsAlone(line: Line, before: Line | undefined, after: Line | undefined, font: string | undefined): boolean {
  const text = line.text.trim();
  const isAsBefore = before?.page === line.page && Math.round(before.size) === Math.round(line.size);
  const isBegin = !isAsBefore || sentenceEnd.test(before.text) || !isSameParagraph(before, line);
  const isAlone = !(isAsBefore && before.font === line.font) && after?.font === font && after?.page === line.page;
  return isBegin && isAlone && text.length <= 80 && /^[\p{Lu}\p{N}]/u.test(text) && !/[.,;:!]$/.test(text);
}

function isSameParagraph(before: Line, line: Line): boolean {
  const gap = before.y - line.y;
  // On the next page a sentence may go on, and so it may at the top of the next column.
  const isInNextColumn = gap < -line.size && /^\s*\p{Ll}/u.test(line.text);
  if (before.page !== line.page || isInNextColumn) return !sentenceEnd.test(before.text);
  return gap > 0 && gap < Math.max(before.size, line.size) * 1.9;
}

/** A word that was broken at the line's end becomes whole; a compound keeps its hyphen. */
function joinLines(text: string, next: string): string {
  const isBroken = /\p{Ll}-\s*$/u.test(text) && /^\s*\p{Ll}/u.test(next);
  return isBroken ? text.replace(/-\s*$/, '') + next.trimStart() : `${text.trimEnd()} ${next.trimStart()}`;
}
