/**
 * Pure: markdown that is still being written, with what is open at its end closed: a lone `**`, a code span, half a link.
 * So a reader sees "Returns" in bold grow, not "**Ret" turn into bold. Only the last block is looked at: an earlier one has
 * its end.
 */
export function closeOpenMarks(text: string): string {
  const inFence = (text.match(/^ {0,3}(?:```|~~~)/gm)?.length ?? 0) % 2 === 1;
  if (inFence) return text;
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
