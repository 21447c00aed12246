import { attribute, descendants, type Element, hasText, isHidden, type Node, textOf } from './elements.ts';
import { decoded } from './links.ts';

/** The ids of what buttons unfold and tabs show, hidden before. */
export const foldedIds = (elements: readonly Element[]) =>
  new Set(elements.filter((element) => unfolds(element) || attribute(element, 'role') === 'tab').flatMap(unfolded));

/** A button that says whether something is unfolded; others than buttons say what that is, or it may stand within them. */
export function unfolds(element: Element): boolean {
  if (attribute(element, 'aria-expanded') === undefined) return false;
  const isButton = element.tagName === 'button';
  if (!isButton && (!isControl(element) || unfolded(element).length === 0)) return false;
  return textOf(element, true) !== '';
}

/** It stands around what it unfolds, a card that is clickable as a whole, and is no title of that. */
export function holdsUnfolded(element: Element): boolean {
  const ids = unfolded(element);
  return (
    element.tagName !== 'button' &&
    [...descendants(element)].slice(1).some((inner) => ids.includes(attribute(inner, 'id') ?? ''))
  );
}

/** A button with a question, and its answer behind it. */
export function asks(node: Node, behind: readonly Node[]): node is Element {
  if (!('tagName' in node) || node.tagName !== 'button' || isHidden(node)) return false;
  const answer = behind.find((next): next is Element => 'tagName' in next);
  if (!answer || !/^(?:div|section|p|ul|ol|dl)$/.test(answer.tagName)) return false;
  return textOf(node, true).endsWith('?') && hasText(answer);
}

const isControl = (element: Element) => element.tagName === 'a' || attribute(element, 'role') === 'button';

/** The ids of what it unfolds. */
function unfolded(element: Element): string[] {
  const [, target = ''] = /^#(.+)$/.exec(attribute(element, 'href') ?? '') ?? [];
  return [...(attribute(element, 'aria-controls') ?? '').split(/\s+/), decoded(target)].filter(Boolean);
}
