'use client';

import { useEffect } from 'react';

/** In how many places of the page something is not saved. */
let places = 0;

/** Has the browser ask before a page is left in which something was typed that is not saved. */
export function useUnsaved(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    places += 1;
    return () => {
      window.removeEventListener('beforeunload', ask);
      places -= 1;
    };
  }, [isUnsaved]);
}

/** Whether the browser would ask: for what has to be asked before anything is done that ends with the page. */
export const hasUnsaved = (): boolean => places > 0;

/**
 * Leaves the page, and the browser asks nobody: they were asked, or have no say in what is typed there.
 * @param go as `window.location.reload()` does
 */
export function leaveUnasked(go: () => void): void {
  // It is told before those that would ask.
  const first = { capture: true, once: true };
  window.addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), first);
  go();
}
