import { isTitle } from '../title-line.ts';
import { descendants, type Element, inline, isHeading, isHidden, type Node, nodesOf, ownText } from './elements.ts';
import { isUnseen } from './left-out.ts';
import { hasText, textOf } from './text-of.ts';

/** What asks by its place alone: a button, or words in bold, right before the answer or all of what stands right before it. */
export function questionAt(nodes: readonly Node[], index: number): Element | undefined {
  const node = nodes[index] as Node;
  const asked = askedIn(node);
  const answer = asked && nodes.slice(index + 1).find(says);
  if (!asked || !isAnswer(answer)) return undefined;
  if (asked !== node) return [...descendants(answer)].some(isHeading) ? undefined : asked;
  const before = isButton(asked) ? undefined : nodes.slice(0, index).findLast(says);
  return !before || ('tagName' in before && !inline.has(before.tagName)) ? asked : undefined;
}

/** Nothing that asks is set into more. */
const mostAround = 4;

/** The question that a node is, or holds alone. */
function askedIn(node: Node, around = 0): Element | undefined {
  if (!('tagName' in node) || isHidden(node) || around > mostAround) return undefined;
  if (isButton(node)) return textOf(node, true).endsWith('?') ? node : undefined;
  if (/^(?:b|strong)$/.test(node.tagName)) {
    const text = textOf(node);
    return text.endsWith('?') && isTitle(text) ? node : undefined;
  }
  if (!/^(?:div|span)$/.test(node.tagName)) return undefined;
  const [first, ...others] = node.childNodes.filter(says);
  return first && others.length === 0 ? askedIn(first, around + 1) : undefined;
}

const isButton = ({ tagName }: Element) => tagName === 'button';

const isAnswer = (node: Node | undefined): node is Element =>
  node !== undefined && 'tagName' in node && /^(?:div|section|p|ul|ol|dl)$/.test(node.tagName) && hasText(node);

/** Whether a node says anything; a sign is no word. */
function says(node: Node): boolean {
  const isSkipped = (element: Element) => (isButton(element) ? isHidden(element) : isUnseen(element));
  for (const inner of nodesOf(node, isSkipped)) if (/[\p{L}\p{N}]/u.test(ownText(inner))) return true;
  return false;
}
