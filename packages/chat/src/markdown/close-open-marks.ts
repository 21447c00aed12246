/** A last line that is nothing but the beginning of a mark: of a list item, a heading, a quote, a rule. */
const loneMark = /(^|\n)[ \t]*(?:\d{1,9}[.)]?|[-+*=#>]+)[ \t]*$/;
/** The head of a table without the line below it, which makes it one. */
const tableHead = /(^|\n\n)\|[^\n]*(?:\n[|: -]*)?$/;

/**
 * Pure: markdown that is still being written, with what is open at its end closed: a lone `**`, a code span, half a link.
 * What only begins a mark is left out until it is one. So a reader sees "Returns" in bold grow, not "**Ret" turn into bold,
 * and no "1" that vanishes when it becomes a list. Only the last block is looked at: an earlier one has its end.
 */
export function closeOpenMarks(markdown: string): string {
  const inFence = (markdown.match(/^ {0,3}(?:```|~~~)/gm)?.length ?? 0) % 2 === 1;
  if (inFence) return markdown;
  const text = markdown.replace(loneMark, '$1').replace(tableHead, '$1');
  const begin = Math.max(text.lastIndexOf('\n\n') + 2, text.lastIndexOf('\n') + 1, 0);
  return text.slice(0, begin) + closeInline(text.slice(begin));
}

function closeInline(line: string): string {
  const ticks = line.split('`').length - 1;
  if (ticks % 2 === 1) return line.endsWith('`') ? line.slice(0, -1) : `${line}\``;

  const linked = line.replace(/!?\[([^[\]]*)\]\([^()\s]*$/, '$1').replace(/!?\[([^[\]]*)\]?$/, '$1');
  const withoutCode = linked.replace(/`[^`]*`/g, '');
  const open = (withoutCode.split('**').length - 1) % 2 === 1;
  if (!open) return linked;
  if (/\*\*\s*$/.test(linked)) return linked.replace(/\*\*\s*$/, '');
  // "**word*": the first half of the closing mark.
  const words = linked.replace(/\*?\s*$/, '');
  return `${words}**`;
}
