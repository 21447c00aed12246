import { attribute, descendants, type Element, inline, isHeading, type Node, named, ownText } from './elements.ts';
import { tellsFigure } from './telling-blocks.ts';
import { textOf } from './text-of.ts';

/** Empties links that are all of their line, or of a part of it, as those of a menu: they say nothing but where they lead. */
export function emptyMenus(part: Element, isLeftOut: (element: Element) => boolean): void {
  for (const links of linesOf(part, isLeftOut).flatMap(linksAlone)) {
    const menu = links.filter((link) => !saysItself(link));
    // Of two, one may be the name of the other's number.
    if (links.length !== 2 || menu.length !== 1) for (const link of menu) link.childNodes = [];
  }
}

/** A link, or the text beside it. */
type Piece = Element | string;

/** What stands in each line of a part, but for headings. */
function linesOf(part: Element, isLeftOut: (element: Element) => boolean): Piece[][] {
  const lines: Piece[][] = [[]];
  /** Null where a block ends. */
  const stack: (Node | null)[] = [part];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node !== null && 'tagName' in node && isLeftOut(node)) continue;
    const isBlock = node === null || ('tagName' in node && !inline.has(node.tagName));
    if (isBlock) lines.push([]);
    if (node === null || !('tagName' in node)) lines.at(-1)?.push(node ? ownText(node) : '');
    else if (node.tagName === 'a') lines.at(-1)?.push(node);
    else if (!isTitle(node)) {
      if (isBlock) stack.push(null);
      for (const child of node.childNodes.toReversed()) stack.push(child);
    }
  }
  return lines;
}

const isTitle = (element: Element) => isHeading(element) || /^(?:dt|summary)$/.test(element.tagName);

/** The links of each part of a line that is nothing else. */
function linksAlone(line: readonly Piece[]): Element[][] {
  const parts: Piece[][] = [[]];
  for (const piece of line) {
    const [first = '', ...others] = typeof piece === 'string' ? piece.split(/[·|•]/) : [piece];
    parts.at(-1)?.push(first);
    for (const other of others) parts.push([other]);
  }
  return parts
    .filter((pieces) => !pieces.some((piece) => typeof piece === 'string' && /[\p{L}\p{N}]/u.test(piece)))
    .map((pieces) => pieces.filter((piece) => typeof piece !== 'string'));
}

const saysItself = (link: Element) => tellsFigure(textOf(link)) || isAddress(link);

/** The lines of an address may lead to a map. */
const isAddress = (link: Element) =>
  /^https?:\/\/(?:[^/]*\bmaps\b|[^/]*openstreetmap|[^/]+\/maps\b)/i.test(attribute(link, 'href') ?? '') &&
  (textOf(link).includes(',') || [...descendants(link)].some(named('br')));
