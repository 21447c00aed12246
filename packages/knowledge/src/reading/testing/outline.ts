import type { DocumentFormat } from '../../document.ts';
import { readDocument } from '../read-document.ts';

export const read = (
  format: DocumentFormat,
  content: string | Uint8Array,
  more: { charset?: string; url?: string } = {},
) =>
  readDocument({ format, bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content, ...more });

/** Sections in one line each: titles, then the blocks, items and rows with a dash. */
export async function outline(format: DocumentFormat, content: string | Uint8Array): Promise<string[]> {
  const { sections } = await read(format, content);
  return sections.map(({ titles, blocks }) =>
    [titles.join('/'), ...blocks.map(({ kind, text }) => (kind === 'paragraph' ? text : `- ${text}`))].join(' | '),
  );
}
