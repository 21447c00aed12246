import { type FocusEvent, useCallback, useLayoutEffect, useRef } from 'react';

/**
 * Calls `rest` when what had the focus is gone, as a first question is once it was asked: from nowhere, Escape closes nothing.
 * Gives the listener to the focus in what is kept so.
 */
export function useKeptFocus(rest: () => void): (event: FocusEvent) => void {
  const holder = useRef<Element | null>(null);
  useLayoutEffect(() => {
    const isGone = holder.current?.isConnected === false && document.activeElement === document.body;
    // Whoever is at work on the page around the chat is left there.
    if (isGone && document.hasFocus()) rest();
  });
  return useCallback(({ target }) => {
    holder.current = target;
  }, []);
}
