import type { DefaultTreeAdapterTypes } from 'parse5';

export type Node = DefaultTreeAdapterTypes.ChildNode;
export type Element = DefaultTreeAdapterTypes.Element;

/** Text before and after stands in the same line. */
export const inline = new Set(
  'a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark q rp rt ruby samp small span strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);

export const named = (tagName: string) => (element: Element) => element.tagName === tagName;
export const isHeading = ({ tagName }: Element) => /^h[1-6]$/.test(tagName);

export function attribute(element: Element | undefined, name: string): string | undefined {
  return element?.attrs.find((attr) => attr.name === name)?.value;
}

/** The words of an attribute that holds several, such as classes. */
export const wordsOf = (element: Element, name: string): string[] => (attribute(element, name) ?? '').split(/\s+/);

/** Not to be seen, or struck out as a former price is. */
export const isHidden = (element: Element) =>
  attribute(element, 'hidden') !== undefined ||
  attribute(element, 'aria-hidden') === 'true' ||
  unseenStyle.test(attribute(element, 'style') ?? '') ||
  isOtherState(element);

const unseenStyle = /display\s*:\s*none|visibility\s*:\s*hidden|text-decoration(?:-line)?\s*:[^;]*line-through/i;

/**
 * Classes that the style sheets of Webflow and of Shopify's themes hide: pages hold what a form says once it is sent, and what a
 * product is not. A badge is shown within a price that is in its state.
 */
const otherStates = new Map([
  ['w-condition-invisible', null],
  ['w-form-done', null],
  ['w-form-fail', null],
  ['label-unavailable', null],
  ['price__badge-sold-out', 'price--sold-out'],
  ['price__badge-sale', 'price--on-sale'],
]);

function isOtherState(element: Element): boolean {
  const state = wordsOf(element, 'class').find((name) => otherStates.has(name));
  if (state === undefined) return false;
  const shown = otherStates.get(state);
  return !shown || !isInside(element, (outer) => wordsOf(outer, 'class').includes(shown));
}

export function isInside(node: DefaultTreeAdapterTypes.Node, isOuter: (outer: Element) => boolean): boolean {
  let outer = 'parentNode' in node ? node.parentNode : null;
  for (; outer && 'tagName' in outer; outer = outer.parentNode) if (isOuter(outer)) return true;
  return false;
}

export const childrenOf = (element: Element) =>
  element.childNodes.filter((child): child is Element => 'tagName' in child);

/** All elements under a node, itself included if it is one, in the order of the page. */
export function* descendants(root: DefaultTreeAdapterTypes.Document | Element): Generator<Element> {
  for (const node of nodesOf(root)) if ('tagName' in node) yield node;
}

/** The same with the text between them, but for what is left out; without recursion, however deep. */
export function* nodesOf(
  root: DefaultTreeAdapterTypes.Document | Node,
  isLeftOut: (element: Element) => boolean = () => false,
): Generator<typeof root> {
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if ('tagName' in node && isLeftOut(node)) continue;
    yield node;
    if ('childNodes' in node)
      for (let index = node.childNodes.length - 1; index >= 0; index -= 1) stack.push(node.childNodes[index] as Node);
  }
}

/** What a node of text says. */
export const ownText = (node: DefaultTreeAdapterTypes.Node): string =>
  node.nodeName === '#text' && 'value' in node ? node.value : '';

/** Text that is to stand within an element. */
export const textNode = (parentNode: Element, value: string): Node => ({ nodeName: '#text', value, parentNode });
