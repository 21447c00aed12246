'use client';

import { useEffect } from 'react';

/** Has the browser ask before a page is left in which something was typed that is not saved. */
export function useUnsaved(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isUnsaved]);
}

/** Loads the page anew, and asks nobody: whoever wants that has no say in what is typed there. */
export function reloadUnasked(): void {
  // It is told before those that would ask.
  const first = { capture: true, once: true };
  window.addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), first);
  window.location.reload();
}
