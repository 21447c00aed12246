import { announcementOf } from '../passages/headings.ts';
import { readHtmlPart } from './html/read-html.ts';
import { SectionBuilder } from './section-builder.ts';

const tag = /<\/?(?:p|br|li|ul|ol|div|span|strong|b|em|a|h[1-6]|table)\b[^<>]*>/i;
const markup = /<\/?[a-z][^<>]*>|&#?\w+;/i;

/**
 * Rows without tags: help desks and shops export what they show on their pages.
 * @param lined the column whose cells keep their lines
 */
export function withoutTags(rows: readonly (readonly string[])[], lined: number): (readonly string[])[] {
  const columns = new Set<number>();
  for (const row of rows) for (const [column, cell] of row.entries()) if (tag.test(cell)) columns.add(column);
  if (columns.size === 0) return [...rows];
  const read = (cell: string, column: number) => {
    if (!columns.has(column) || !markup.test(cell)) return cell;
    const lines = linesOf(cell);
    return column === lined ? lines.map(({ mark, text }) => mark + text).join('\n') : inOneLine(lines);
  };
  return rows.map((row) => row.map(read));
}

interface Line {
  mark: string;
  text: string;
}

function linesOf(html: string): Line[] {
  const builder = new SectionBuilder();
  readHtmlPart(builder, html);
  return builder
    .end({ mayBeNone: true })
    .flatMap(({ titles, blocks }) => [
      ...titles.slice(-1).map((title) => ({ mark: '', text: announcementOf([title]) })),
      ...blocks.map(({ kind, text }) => ({ mark: kind === 'paragraph' ? '' : '- ', text })),
    ]);
}

const inOneLine = (lines: readonly Line[]): string =>
  lines.map(({ text }, index) => (index < lines.length - 1 && !/[.!?:;,]$/.test(text) ? `${text};` : text)).join(' ');
