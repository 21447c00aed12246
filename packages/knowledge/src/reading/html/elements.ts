import type { DefaultTreeAdapterTypes } from 'parse5';
import { cleanLine } from '../clean-text.ts';
import { endRaised, startRaised, tellRaised } from '../raised-text.ts';

export type Node = DefaultTreeAdapterTypes.ChildNode;
export type Element = DefaultTreeAdapterTypes.Element;

/** Never text of the page; what is struck out, such as a former price, holds no more. */
const silent = new Set(
  's strike del script style noscript template svg math canvas iframe object embed video audio map select textarea button input head dialog'.split(
    ' ',
  ),
);
/** The same on every page of a site. */
const surroundings = new Set(['nav', 'footer', 'aside', 'header']);
const surroundingRoles = new Set([
  'navigation',
  'banner',
  'contentinfo',
  'complementary',
  'search',
  'dialog',
  'alertdialog',
]);
/** Text before and after stands in the same line. */
export const inline = new Set(
  'a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark q rp rt ruby samp small span strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);

export const named = (tagName: string) => (element: Element) => element.tagName === tagName;

export function attribute(element: Element | undefined, name: string): string | undefined {
  return element?.attrs.find((attr) => attr.name === name)?.value;
}

export function isLeftOut(element: Element, folded: ReadonlySet<string> = new Set()): boolean {
  if (silent.has(element.tagName)) return true;
  if (isHidden(element) && !folded.has(attribute(element, 'id') ?? '')) return true;
  if (surroundingRoles.has(attribute(element, 'role') ?? '')) return true;
  if (element.tagName === 'form') return !holdsPage(element);
  if (element.tagName === 'header') return !['main', 'article', 'section'].some((part) => isInside(element, part));
  return surroundings.has(element.tagName);
}

export const isHidden = (element: Element) =>
  attribute(element, 'hidden') !== undefined ||
  attribute(element, 'aria-hidden') === 'true' ||
  /display\s*:\s*none|visibility\s*:\s*hidden/i.test(attribute(element, 'style') ?? '');

export function isInside(element: Element, tagName: string): boolean {
  for (let outer = element.parentNode; outer && 'tagName' in outer; outer = outer.parentNode) {
    if (outer.tagName === tagName) return true;
  }
  return false;
}

export const childrenOf = (element: Element) =>
  element.childNodes.filter((child): child is Element => 'tagName' in child);

/** All elements under a node, itself included if it is one, in the order of the page; without recursion, however deep. */
export function* descendants(root: DefaultTreeAdapterTypes.Document | Element): Generator<Element> {
  const stack: (typeof root | Node)[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if ('tagName' in node) yield node;
    if ('childNodes' in node)
      for (let index = node.childNodes.length - 1; index >= 0; index -= 1) stack.push(node.childNodes[index] as Node);
  }
}

/** A heading may be all button: that is how answers are unfolded. */
export const titleOf = (element: Element) => textOf(element) || textOf(element, true);

/** The text of an element that is one line: blocks inside are parted by a space. */
export function textOf(element: Element, withButtons = false): string {
  let text = '';
  /** Of the item before. */
  let list: Element['parentNode'] = null;
  const isButton = (inner: Element) => withButtons && inner.tagName === 'button' && !isHidden(inner);
  const stack: (Node | string)[] = [element];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (typeof node === 'string') text += node;
    else if (node.nodeName === '#text' && 'value' in node) text += node.value;
    else if ('tagName' in node && (node === element || isButton(node) || !isLeftOut(node))) {
      if (!inline.has(node.tagName)) {
        // Items are parted as in a sentence.
        const goesOn = node.tagName === 'li' && node.parentNode === list && /[^\s.,;:!?]\s*$/.test(text.slice(-8));
        if (node.tagName === 'li') list = node.parentNode;
        text += goesOn ? ', ' : ' ';
        stack.push(' ');
      } else if (node.tagName === 'sup') {
        text += startRaised;
        stack.push(endRaised);
      }
      for (let index = node.childNodes.length - 1; index >= 0; index -= 1) stack.push(node.childNodes[index] as Node);
    }
  }
  const line = cleanLine(tellRaised(text));
  return list === null ? line : line.replaceAll(' ,', ',');
}

export const hasText = (element: Element) => textOf(element).length > 0;

/** Some servers (ASP.NET) put a whole page into a form; one that is to be filled in holds no part of a page. */
function holdsPage(form: Element): boolean {
  const parts = new Set(['main', 'article', 'nav', 'header', 'footer', 'h1']);
  for (const inner of descendants(form)) if (parts.has(inner.tagName)) return true;
  return false;
}
