/**
 * Whether the key belongs to the word that an input method composes. Safari says that the word has ended before it tells of the
 * key that ended it; the code of a key that an input method has taken is 229 there, too.
 */
export const isComposing = (press: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean =>
  press.isComposing || press.keyCode === 229;
