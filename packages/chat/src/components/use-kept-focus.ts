import { type FocusEvent, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { listen } from './listen.ts';

/**
 * Calls `rest` when what had the focus is gone, as a first question is once it was asked: from nowhere, Escape closes nothing.
 * Gives the listener to the focus in what is kept so.
 */
export function useKeptFocus(rest: () => void): (event: FocusEvent) => void {
  const holder = useRef<Element | null>(null);
  const look = useCallback(() => {
    const isGone = holder.current?.isConnected === false && document.activeElement === document.body;
    // Whoever is at work on the page around the chat is left there.
    if (isGone && document.hasFocus()) rest();
  }, [rest]);
  useLayoutEffect(look);
  // Until they come back: an open menu has closed behind them.
  useEffect(() => listen(window, ['focus'], look), [look]);
  return useCallback(({ target }) => {
    holder.current = target;
  }, []);
}
