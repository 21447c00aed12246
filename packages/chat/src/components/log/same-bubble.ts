import { hasSameFields } from '../../log/same-fields.ts';

/**
 * Pure: whether a bubble shows the same as before. Its item is made anew with every word that arrives anywhere; in a long
 * log all bubbles but one would be rendered for nothing.
 */
export function isSameBubble<Props extends { item: object }>(before: Props, after: Props): boolean {
  const { item: itemBefore, ...propsBefore } = before;
  const { item: itemAfter, ...propsAfter } = after;
  return hasSameFields(propsBefore, propsAfter) && hasSameFields(itemBefore, itemAfter);
}
