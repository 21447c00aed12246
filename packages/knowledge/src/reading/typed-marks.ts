import { beginsWithLabel } from './question-labels.ts';
import { isTitle } from './title-line.ts';

/** Words between marks, as chats and Markdown have them. A star behind a word leads to a note. */
const emphasis = /(?<![\p{L}\p{N}*_])(\*{1,3}|__)(?=[\p{L}\p{N}\p{S}"'(¡¿])([^*_\n]*[^\s*_])\1(?![\p{L}\p{N}*_])/gu;
const boldLine = /^\s*(\*{2,3}|__)([^*_]+)\1\s*$/;
const hashLine = /^\s*(#{1,6})\s+(\S.*)$/;

/** A line of plain text without the marks that some type around what they would set in bold. */
export const withoutEmphasis = (line: string): string => line.replace(emphasis, '$2');

/** A line that is typed as a heading: behind hashes, with how many of them, or in bold. */
export interface TypedTitle {
  text: string;
  /** Null in bold. */
  hashes: number | null;
}

export function typedTitle(line: string): TypedTitle | undefined {
  const [, hashes, text = ''] = hashLine.exec(line) ?? [];
  if (hashes !== undefined)
    return { text: withoutEmphasis(text.trim().replace(/(?<=\s)#+$/, '')), hashes: hashes.length };
  const bold = boldLine.exec(line)?.[2]?.trim();
  return bold && isTitle(bold) && !beginsWithLabel(bold) ? { text: bold, hashes: null } : undefined;
}
