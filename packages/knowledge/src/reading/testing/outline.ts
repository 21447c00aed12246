import type { DocumentFormat, Section } from '../../document.ts';
import { readDocument } from '../read-document.ts';

export const read = (
  format: DocumentFormat,
  content: string | Uint8Array,
  more: { charset?: string; url?: string } = {},
) =>
  readDocument({ format, bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content, ...more });

export const outline = async (format: DocumentFormat, content: string | Uint8Array): Promise<string[]> =>
  outlineOf((await read(format, content)).sections);

/** Sections in one line each: titles, then the blocks, items and rows with a dash. */
export const outlineOf = (sections: readonly Section[]): string[] =>
  sections.map(({ titles, blocks }) =>
    [titles.join('/'), ...blocks.map(({ kind, text }) => (kind === 'paragraph' ? text : `- ${text}`))].join(' | '),
  );
