/** A last line that is nothing but the beginning of a mark: of a list item, a heading, a quote, a rule. */
const loneMark = /(^|\n)[ \t]*(?:\d{1,9}[.)]?|[-+*=#>]+)[ \t]*$/;
/** The head of a table without the line below it, which makes it one. */
const tableHead = /(^|\n\n)\|[^\n]*(?:\n[|: -]*)?$/;
/** A link without its end: half an address, or with half a title behind it. */
const halfLink = /!?\[([^[\]]*)\]\([^()\s]*(?:\s+(?:(["'])(?:(?!\2).)*\2?\s*)?)?$/;
/** In these, a star or a line below is what it is. */
const unmarked = /`[^`]*`|\\.|\]\([^()]*\)|https?:[^\s*]+/g;
const isWord = (sign: string) => /[\p{L}\p{N}]/u.test(sign);

/**
 * Pure: markdown that is still being written, with what is open at its end closed: emphasis, a code span, half a link.
 * What only begins a mark is left out until it is one. So a reader sees "Returns" in bold grow, not "**Ret" turn into bold,
 * and no "1" that vanishes when it becomes a list. Only the last block is looked at: an earlier one has its end.
 */
export function closeOpenMarks(markdown: string): string {
  const inFence = (markdown.match(/^ {0,3}(?:```|~~~)/gm)?.length ?? 0) % 2 === 1;
  if (inFence) return markdown;
  const text = markdown.replace(loneMark, '$1').replace(tableHead, '$1');
  const begin = text.lastIndexOf('\n') + 1;
  return text.slice(0, begin) + closeInline(text.slice(begin));
}

function closeInline(line: string): string {
  const ticks = line.split('`').length - 1;
  if (ticks % 2 === 1) return closeEmphasis(line.endsWith('`') ? line.slice(0, -1) : `${line}\``);
  return closeEmphasis(line.replace(halfLink, '$1').replace(/!?\[([^[\]]*)\]?$/, '$1'));
}

/** A single star, and any line below, opens nothing within a word or before a gap: there it is a sign like any other. */
function closeEmphasis(line: string): string {
  const open: string[] = [];
  for (const { 0: mark, index } of line.replace(unmarked, (found) => 'x'.repeat(found.length)).matchAll(/\*+|_+/g)) {
    const sign = mark.charAt(0);
    const before = line.charAt(index - 1) || ' ';
    const after = line.charAt(index + mark.length);
    let left = mark.length;
    const closes = before.trim() !== '' && !(sign === '_' && isWord(after));
    while (closes && left > 0) {
      const last = open.at(-1) ?? '';
      if (last.charAt(0) !== sign || last.length > left) break;
      open.pop();
      left -= last.length;
    }
    // It has only begun, or half of what closes it is here.
    if (left > 0 && after === '') return closeEmphasis(line.slice(0, -left));
    const opens = after.trim() !== '' && !(isWord(before) && (sign === '_' || left === 1));
    if (left > 0 && opens) open.push(sign.repeat(left));
  }
  return open.length === 0 ? line : line.trimEnd() + open.reverse().join('');
}
