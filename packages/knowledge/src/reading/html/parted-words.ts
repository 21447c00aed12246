import { type Element, inline, type Node, nodesOf, ownText, textNode } from './elements.ts';
import { isUnseen } from './left-out.ts';

/** As much of a text as tells where a word ends or begins. */
const edgeChars = 64;

/** Where one element ends, a line break, the next begins. A lone letter is the next word's, figures behind a full stop are cents. */
const endsOfWords = [
  /[\p{L}\p{N}]\n\p{Sc}/u,
  /\p{L}{2}\n\p{N}/u,
  /\p{N}\n(?:\p{Lu}|\p{L}{3})/u,
  /\p{L}\p{Ll}\n\p{Lu}/u,
  /\)\n[\p{L}\p{N}]|\.\n\p{L}|\p{L}\.\n\p{N}/u,
  /\d{3}\n(?:\+|\(?\d{3})|\w\n\w\S*@|@\S*\w\n\w/,
];
/** The same where an item or a cell is nothing but such elements: "Monday", "closed". */
const endsOfParts = [
  ...endsOfWords,
  /(?:\p{L}{2}|\p{N}\s?[\p{Sc}%]?|[!?;])\n[\p{L}\p{N}(]/u,
  /[:,]\n\p{L}|\p{L}:\n\p{N}/u,
];

const holders = new Set(['li', 'div', 'td', 'th', 'dd']);
const parts = new Set(['span', 'div', 'a', 'time', 'small']);
const joining = new Set(['sub', 'sup', 'wbr', 'ruby', 'rt', 'rp']);

/** Puts a blank between words that stand in elements of their own and are parted by the look of a page alone. */
export function partWords(elements: readonly Element[]): void {
  for (const element of elements) {
    const { childNodes } = element;
    if (childNodes.length < 2) continue;
    const ends = holders.has(element.tagName) && childNodes.every(isPart) ? endsOfParts : endsOfWords;
    let last: Node | null = null;
    element.childNodes = childNodes.flatMap((node) => {
      const start = startOf(node);
      const edges = last && start ? `${textIn(last).slice(-edgeChars)}\n${start}` : '';
      if (start !== '') last = start === null ? null : node;
      return ends.some((end) => end.test(edges)) ? [textNode(element, ' '), node] : [node];
    });
  }
}

const isPart = (node: Node): boolean =>
  'tagName' in node ? parts.has(node.tagName) || startOf(node) === '' : ownText(node).trim() === '';

/** What an element begins with within a line; null for what parts or joins words itself. */
function startOf(node: Node): string | null {
  if (!('tagName' in node)) return ownText(node) === '' ? '' : null;
  if (isUnseen(node)) return '';
  return inline.has(node.tagName) && !joining.has(node.tagName) ? textIn(node, edgeChars) : null;
}

function textIn(node: Node, most = Number.POSITIVE_INFINITY): string {
  let text = '';
  for (const inner of nodesOf(node, isUnseen)) {
    text += ownText(inner);
    if (text.length >= most) break;
  }
  return text.slice(0, most);
}
