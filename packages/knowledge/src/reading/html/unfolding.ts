import { attribute, descendants, type Element } from './elements.ts';
import { decoded } from './links.ts';
import { textOf } from './text-of.ts';

/** The ids of what buttons unfold and tabs show, hidden before. */
export const foldedIds = (elements: readonly Element[]) =>
  new Set(elements.filter((element) => unfolds(element) || isTab(element)).flatMap(idsOfShown));

/** A button that says whether something is unfolded; others than buttons say what that is, or it may stand within them. */
export function unfolds(element: Element): boolean {
  if (attribute(element, 'aria-expanded') === undefined) return false;
  const isButton = element.tagName === 'button';
  if (!isButton && (!isControl(element) || idsOfShown(element).length === 0)) return false;
  return textOf(element, true) !== '';
}

/** It stands around what it unfolds, a card that is clickable as a whole, and is no title of that. */
export function holdsUnfolded(element: Element): boolean {
  const ids = idsOfShown(element);
  return (
    element.tagName !== 'button' &&
    [...descendants(element)].slice(1).some((inner) => ids.includes(attribute(inner, 'id') ?? ''))
  );
}

/** By its role, or as Bootstrap has it. */
export const isTab = (element: Element) =>
  attribute(element, 'role') === 'tab' ||
  /^(?:tab|pill)$/.test(attribute(element, 'data-bs-toggle') ?? attribute(element, 'data-toggle') ?? '');

const isControl = (element: Element) => element.tagName === 'a' || attribute(element, 'role') === 'button';

/** The ids of what a button unfolds or a tab shows. */
export function idsOfShown(element: Element): string[] {
  const targets = ['href', 'data-bs-target', 'data-target'].map(
    (name) => /^#(.+)$/.exec(attribute(element, name) ?? '')?.[1] ?? '',
  );
  return [...(attribute(element, 'aria-controls') ?? '').split(/\s+/), ...targets.map(decoded)].filter(Boolean);
}
