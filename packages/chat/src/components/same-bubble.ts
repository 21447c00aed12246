/** Pure: whether two objects hold the same values, field by field. */
function hasSameFields(one: object, other: object): boolean {
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.is(one[key as keyof typeof one], other[key as keyof typeof other]))
  );
}

/**
 * Pure: whether a bubble shows the same as before. Its item is made anew with every word that arrives anywhere; in a long
 * log all bubbles but one would be rendered for nothing.
 */
export function isSameBubble<Props extends { item: object }>(before: Props, after: Props): boolean {
  const { item: itemBefore, ...propsBefore } = before;
  const { item: itemAfter, ...propsAfter } = after;
  return hasSameFields(propsBefore, propsAfter) && hasSameFields(itemBefore, itemAfter);
}
