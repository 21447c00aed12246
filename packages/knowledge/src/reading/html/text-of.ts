import { cleanLine } from '../clean-text.ts';
import { endRaised, startRaised, tellRaised } from '../raised-text.ts';
import { type Element, inline, isHidden, type Node } from './elements.ts';
import { isLeftOut } from './left-out.ts';

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
