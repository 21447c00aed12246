import { type FocusEvent, type RefObject, useCallback, useLayoutEffect } from 'react';
import { hasKeyboard } from '../has-keyboard.ts';
import { useKeptFocus } from '../use-kept-focus.ts';

/**
 * Keeps the focus within the chat. `rest` puts it where it belongs when what had it goes: to the field, or where that
 * opens a keyboard over the log, to the chat.
 * @param takesFocus the chat has come into view for somebody who asked for it
 * @param shut nothing of it is to be seen
 */
export function useRestingFocus(
  rootRef: RefObject<HTMLElement | null>,
  fieldRef: RefObject<HTMLElement | null>,
  takesFocus: boolean,
  shut: boolean,
): { rest: () => void; onFocus: (event: FocusEvent) => void } {
  const rest = useCallback(() => {
    const field = fieldRef.current;
    const isShown = !field?.closest('[hidden]');
    if (isShown && document.activeElement === field) return;
    (isShown && hasKeyboard() ? field : rootRef.current)?.focus();
  }, [rootRef, fieldRef]);

  // With the field, not a moment later: whoever has begun to write by then would be taken away from it.
  useLayoutEffect(() => {
    if (takesFocus) rest();
  }, [takesFocus, rest]);
  const onFocus = useKeptFocus(rest);

  useLayoutEffect(() => {
    // What had the focus is not to be seen any more, or is again.
    if (shut ? document.hasFocus() : document.activeElement === rootRef.current) rest();
  }, [shut, rest, rootRef]);

  return { rest, onFocus };
}
